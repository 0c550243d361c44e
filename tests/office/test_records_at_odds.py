"""Decisions that meet something unseen: another's change, a closed paper, a contradiction."""

import pytest

from diplomacy.registry.models import Agreement, ChangeNote, Document, EntryLink
from diplomacy.registry.versions import version_of
from tests import builders

from .test_records import act, draft, page, stored

pytestmark = pytest.mark.django_db


def copy_of(client, record):
    act(client, record, "revise")
    return type(record).objects.get(revises=record.pk)


def sent_copy_of(client, record):
    copy = copy_of(client, record)
    act(client, copy, "submit", message="")
    return copy


def numbers(answer, name: str) -> dict[str, str]:
    """Return the versions that the page sends with the act."""
    form = next(one.form for one in answer.context["offers"] if one.act.name == name)
    return {field.name: field.value() for field in form.hidden_fields()}


def restricted(record, title: str = "Sealed") -> Document:
    file = builders.upload()
    return Document.objects.create(
        entry=record, file=file, kind="report", access="restricted", title_en=title
    )


def test_what_was_changed_after_the_page_was_opened_is_not_published_unread(recorder, reviewer):
    made = draft()
    act(recorder, made, "submit", message="")
    seen = numbers(reviewer.get(page(made)), "publish")
    act(recorder, made, "take_back")
    changed = stored(made)
    changed.title_en = "Quite another visit"
    changed.save()
    act(recorder, made, "submit", message="")
    answer = act(reviewer, made, "publish", **seen, note="fits the report")
    assert answer.status_code == 422
    assert "Read it once more below." in answer.content.decode()
    assert "fits the report" in answer.content.decode()
    assert not stored(made).is_published
    again = act(reviewer, made, "publish", **numbers(answer, "publish"))
    assert again.status_code == 302
    assert stored(made).is_published


def test_who_has_seen_what_changed_meanwhile_accepts_from_the_page_that_told_it(recorder, reviewer):
    made = builders.agreement(builders.city())
    copy = sent_copy_of(recorder, made)
    seen = numbers(reviewer.get(page(copy)), "accept")
    made.reference = "N-9"
    made.save()
    refused = act(reviewer, copy, "accept", **seen)
    assert refused.status_code == 422
    assert act(reviewer, copy, "accept", **numbers(refused, "accept")).status_code == 302


def test_words_to_readers_are_not_dropped_where_the_change_is_called_small(recorder, reviewer):
    made = builders.agreement(builders.city())
    copy = sent_copy_of(recorder, made)
    answer = act(reviewer, copy, "accept", en="The date was wrong.", significant="")
    assert answer.status_code == 422
    assert "The date was wrong." in answer.content.decode()
    assert "You have written to readers below" in answer.content.decode()
    assert not ChangeNote.objects.exists()


@pytest.mark.parametrize("by_the_copy", [True, False])
def test_a_copy_that_contradicts_the_rest_is_refused_in_words(recorder, reviewer, by_the_copy):
    made, other = builders.agreement(builders.city()), builders.agreement(builders.city())
    copy = sent_copy_of(recorder, made)
    links = [(copy, made)] if by_the_copy else [(other, made), (other, copy)]
    for entry, to in links:
        EntryLink.objects.create(entry=entry, kind="renews", to=to)
    answer = act(reviewer, copy, "accept")
    assert answer.status_code == 422
    assert "The copy contradicts what is recorded beside it" in answer.content.decode()
    assert stored(copy).publication == "in_review"
    assert EntryLink.objects.count() == len(links)


def test_a_copy_of_a_tie_does_not_take_the_ends_of_another_tie(recorder, reviewer):
    made, other = builders.tie(), builders.tie()
    copy = sent_copy_of(recorder, made)
    copy.partner = other.partner
    copy.save()
    assert act(reviewer, copy, "accept").status_code in (409, 422)
    assert stored(made).partner != other.partner


def test_a_draft_that_others_name_is_not_deleted_and_its_page_says_where(chief):
    made = draft()
    promise = builders.commitment(builders.city(), title_en="A named promise")
    EntryLink.objects.create(entry=promise, kind="arises_from", to=made)
    answer = act(chief, made, "discard")
    assert answer.status_code == 422
    assert "A named promise" in answer.content.decode()
    assert stored(made)


def test_an_unsent_copy_that_is_accepted_keeps_the_name_of_its_author(recorder, chief):
    made = builders.agreement(builders.city())
    act(chief, copy_of(recorder, made), "accept")
    newest = made.history.first()
    assert newest.history_user.username == "administrator"
    assert newest.history_change_reason == "published without review: a change by recorder"


def test_a_reviewer_who_accepts_a_copy_drops_no_paper_closed_to_reviewers(recorder, reviewer):
    made = builders.agreement(builders.city())
    copy = sent_copy_of(recorder, made)
    restricted(made)
    act(reviewer, copy, "accept", version=version_of(made))
    assert Document.objects.get().entry_id == made.pk


def test_a_paper_restricted_meanwhile_stays_so_and_is_closed_in_the_copy_too(
    recorder, reviewer, client
):
    made = builders.agreement(builders.city())
    paper = restricted(made)
    paper.access = "public"
    paper.save()
    copy = sent_copy_of(recorder, made)
    paper.access = "restricted"
    paper.save()
    in_copy = Document.objects.get(entry=copy)
    assert recorder.get(f"/en/admin/registry/entry/documents/{in_copy.key}/").status_code == 404
    assert "Sealed" not in reviewer.get(page(copy)).content.decode()
    act(reviewer, copy, "accept", version=version_of(made))
    assert not Agreement.objects.filter(pk=copy.pk).exists()
    assert Document.objects.get().access == "restricted"


def test_a_copy_of_a_withdrawn_record_is_not_said_to_change_what_readers_see(recorder, reviewer):
    made = builders.agreement(builders.city())
    copy = sent_copy_of(recorder, made)
    assert "Readers see the published text" in recorder.get(page(copy)).content.decode()
    act(reviewer, made, "withdraw", en="It was another city.")
    text = recorder.get(page(copy)).content.decode()
    assert "a draft copy of a withdrawn record" in text
    assert "Published now" not in text
    assert "Readers see the published text" not in text


def test_a_sentence_sent_twice_is_told_once_and_stands_on_the_page_of_the_record(reviewer):
    made = builders.agreement(builders.city())
    for _click in range(2):
        assert act(reviewer, made, "tell", en="The term is longer.").status_code == 302
    assert ChangeNote.objects.count() == 1
    assert "The term is longer." in reviewer.get(page(made)).content.decode()


def test_the_history_names_both_people_in_the_language_of_the_page(recorder, reviewer):
    made = builders.agreement(builders.city())
    act(reviewer, sent_copy_of(recorder, made), "accept")
    history = reviewer.get(f"/fa/admin/registry/agreement/{made.pk}/history/").content.decode()
    assert "تغییری از recorder" in history
    assert "a change by" not in history
