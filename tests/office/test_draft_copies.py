"""A change to what is published: written as a draft copy, compared, accepted, told to readers."""

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import ChangeNote, Delegation, Entry, Relationship, Submission
from tests import builders
from tests.registry.admin.conftest import member

from .test_records import act, page, stored

pytestmark = pytest.mark.django_db


def test_a_change_to_what_is_published_is_a_draft_copy_until_it_is_accepted(
    recorder, reviewer, client
):
    shown = builders.delegation(builders.city(), title_en="As published")
    assert act(recorder, shown, "revise").status_code == 302
    copy = Delegation.objects.get(revises=shown.pk)
    assert (copy.publication, copy.title_en) == ("draft", "As published")
    assert copy.citations.count() == shown.citations.count() == 1
    copy.title_en = "As corrected"
    copy._history_user = member(Role.RECORDER)
    copy.save()
    builders.cite(copy)
    public = reverse("public:delegation", args=[shown.key])
    assert "As published" in client.get(public).content.decode()
    act(recorder, copy, "submit", message="")
    assert "As corrected" not in client.get(public).content.decode()
    both = reviewer.get(page(copy))
    assert ("As published", "As corrected") in [(ln.old, ln.new) for ln in both.context["lines"]]
    assert act(reviewer, copy, "accept", significant="").status_code == 302
    after = stored(shown)
    assert (after.pk, after.key, after.title_en) == (shown.pk, shown.key, "As corrected")
    assert after.citations.count() == 2
    assert not Delegation.objects.filter(pk=copy.pk).exists()
    newest = after.history.first()
    assert newest.history_user == member(Role.REVIEWER)
    assert "recorder" in newest.history_change_reason
    assert Submission.objects.get().entry_id == shown.pk
    assert "As corrected" in client.get(public).content.decode()


def test_a_draft_copy_is_found_at_no_public_address(recorder, client):
    shown = builders.delegation(builders.city())
    act(recorder, shown, "revise")
    copy = Delegation.objects.get(revises=shown.pk)
    for address in (
        reverse("public:delegation", args=[copy.key]),
        reverse("permanent", args=[copy.key]),
    ):
        assert client.get(address).status_code == 404


def test_only_one_change_to_a_record_is_written_at_a_time(recorder, reviewer):
    shown = builders.event(builders.city())
    act(recorder, shown, "revise")
    again = act(reviewer, shown, "revise")
    assert again.headers["Location"] == page(Entry.objects.get(revises=shown.pk))
    assert Entry.objects.filter(revises=shown.pk).count() == 1


def test_a_copy_is_not_written_over_what_changed_meanwhile_unseen(recorder, reviewer):
    shown = builders.event(builders.city(), reference="first")
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk).leaf
    act(recorder, copy, "submit", message="")
    shown.reference = "changed meanwhile"
    shown.save()
    seen = reviewer.get(page(copy))
    assert seen.context["was_changed_meanwhile"]
    assert act(reviewer, copy, "accept", significant="").status_code == 422
    assert stored(shown).reference == "changed meanwhile"
    offer = next(o for o in seen.context["offers"] if o.act.name == "accept")
    version = offer.form["version"].value()
    assert act(reviewer, copy, "accept", significant="", version=version).status_code == 302
    assert stored(shown).reference == "first"


def test_a_significant_change_is_told_to_readers_and_a_typo_is_not(recorder, reviewer, client):
    for significant, words in (("", ""), ("yes", "The year was wrong.")):
        shown = builders.event(builders.city())
        act(recorder, shown, "revise")
        copy = Entry.objects.get(revises=shown.pk).leaf
        act(recorder, copy, "submit", message="")
        if significant:
            refused = act(reviewer, copy, "accept", significant="yes", en="")
            assert refused.status_code == 422
        act(reviewer, copy, "accept", significant=significant, en=words)
        told = [note.words_en for note in ChangeNote.objects.of(shown)]
        assert told == ([words] if words else [])
        public = client.get(f"/en/events/{shown.key}/").content.decode()
        assert ("The year was wrong." in public) == bool(words)


def test_a_wrong_note_is_removed_from_the_public_page_and_the_history_says_so(reviewer, client):
    shown = builders.event(builders.city())
    act(reviewer, shown, "tell", en="A wrong word.")
    public = f"/en/events/{shown.key}/"
    assert "A wrong word." in client.get(public).content.decode()
    note = ChangeNote.objects.get()
    assert act(reviewer, shown, "untell", note=note.pk).status_code == 302
    assert "A wrong word." not in client.get(public).content.decode()
    assert shown.history.first().history_change_reason == "a note to readers was removed"
    assert act(reviewer, shown, "untell", note=note.pk).status_code == 302
    assert act(reviewer, shown, "untell", note="10" * 40).status_code == 422


def test_a_tie_is_changed_by_a_draft_copy_too(recorder, reviewer):
    tie = builders.tie(origin_en="Old reason")
    act(recorder, tie, "revise")
    copy = Relationship.objects.get(revises=tie.pk)
    copy.origin_en = "New reason"
    copy.save()
    act(recorder, copy, "submit", message="")
    act(reviewer, copy, "accept", significant="")
    assert stored(tie).origin_en == "New reason"
    assert Relationship.objects.count() == 1


def test_a_withdrawn_record_comes_back_by_a_reviewed_copy(recorder, reviewer, client):
    shown = builders.event(builders.city())
    act(reviewer, shown, "withdraw", en="It was a mistake.")
    assert client.get(f"/en/events/{shown.key}/").status_code == 410
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk).leaf
    act(recorder, copy, "submit", message="")
    assert client.get(f"/en/events/{shown.key}/").status_code == 410
    act(reviewer, copy, "accept", significant="")
    back = stored(shown)
    assert (back.is_published, back.withdrawn_on, back.withdrawn_reason_en) == (True, None, "")


def test_what_named_the_copy_names_the_original_afterwards(recorder, reviewer):
    shown, other = builders.event(builders.city()), builders.event(builders.city())
    act(recorder, shown, "revise")
    copy = Entry.objects.get(revises=shown.pk)
    link = other.links.create(kind="arises_from", to=copy)
    act(recorder, copy.leaf, "submit", message="")
    assert act(reviewer, copy.leaf, "accept", significant="").status_code == 302
    link.refresh_from_db()
    assert link.to_id == shown.pk
