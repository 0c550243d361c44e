"""What a screen shows and keeps while somebody types, and what stands in its way."""

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import Role
from diplomacy.office.models import KeptForm
from diplomacy.registry.models import Delegation, EntryArea
from diplomacy.registry.publishing import revise
from tests import builders
from tests.registry.admin.conftest import member

from .capturing import address, record, the_visit, visit

pytestmark = pytest.mark.django_db

TOKEN = "abcdefgh23"


def duplicates(client, **asked) -> str:
    return client.get(reverse("desk:duplicates"), asked).content.decode()


@pytest.mark.parametrize(
    ("start", "is_near"),
    [
        ("2020-04-20", True),
        ("2020-05-04", True),
        ("2020-05-18", True),
        ("2020-05-19", False),
        ("2020-04-19", False),
        ("2020-05", True),
        ("2020", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_an_entry_of_the_city_within_two_weeks_may_be_the_same(recorder, start, is_near):
    city = builders.city()
    there = builders.event(city, start="2020-05-04", publication="draft")
    assert (there.key in duplicates(recorder, city=city.key, start=start)) is is_near


def test_another_city_has_no_part_in_it(recorder):
    builders.event(builders.city(), start="2020-05-04")
    assert "dup" not in duplicates(recorder, city=builders.city().key, start="2020-05-04")


def test_a_title_alike_may_be_the_same_whatever_its_date(recorder):
    city = builders.city()
    there = builders.delegation(city, title_en="Visit of the gardeners of Partnerville")
    asked = {"city_words": str(city), "title": "Visit of the gardener of Partnerville"}
    assert there.key in duplicates(recorder, **asked)
    assert there.key not in duplicates(recorder, **asked, other=there.key)
    assert there.key not in duplicates(recorder, **asked, but=there.key)
    assert there.key not in duplicates(recorder, city_words=str(city), title="A paper on water")


def test_a_draft_copy_and_its_original_are_no_duplicates_of_each_other(recorder):
    city = builders.city()
    there = builders.delegation(city)
    copy = revise(there, member(Role.RECORDER))
    asked = {"city": city.key, "title": there.title_en}
    assert copy.key not in duplicates(recorder, **asked)
    assert there.key in duplicates(recorder, **asked)
    assert there.key not in duplicates(recorder, **asked, but=copy.key)


def test_duplicates_cost_the_same_however_many_entries(recorder, django_assert_max_num_queries):
    city = builders.city()
    for _ in range(12):
        builders.delegation(city, start="2020-05-04", sources=[])
    with django_assert_max_num_queries(6):
        page = duplicates(recorder, city=city.key, start="2020-05-04", title="Visit")
    assert page.count("data-other") == 4


@pytest.mark.parametrize("name", ["city", "city_words", "start", "title", "but", "other"])
def test_duplicates_take_any_words(recorder, name):
    for words in ("\x00", "9" * 5000, "'", "%"):
        assert recorder.get(reverse("desk:duplicates"), {name: words}).status_code == 200


def test_the_page_of_a_draft_tells_what_may_be_the_same(recorder):
    city = builders.city()
    there = builders.event(city, start="2021-05-01")
    record(recorder, **visit(city))
    assert there.key in recorder.get(address(key=the_visit().key)).content.decode()


def preview(client, **typed) -> str:
    return client.post(address(part="preview"), typed).content.decode()


def test_the_preview_shows_what_readers_would_see_and_never_the_private_block(recorder):
    person = builders.person()
    page = preview(
        recorder,
        **visit(builders.city("Springford"), summary_en="Seen by all", staff_note="Between us")
        | {
            "people-0-person": person.key,
            "people-0-person_words": str(person),
            "people-0-office": "Deputy",
            "promises-0-what": "Send the plan",
        },
    )
    for seen in (
        "Springford",
        "A made-up visit",
        "Seen by all",
        "4 May 2021",
        "Deputy",
        "Send the",
    ):
        assert seen in page
    assert "Between us" not in page
    assert str(person) not in page
    assert not Delegation.objects.exists()


def test_the_preview_shows_a_name_that_may_be_public(recorder):
    person = builders.person()
    part = {"people-0-person_words": str(person), "people-0-name_shown": "on"}
    assert str(person) in preview(recorder, **visit(builders.city()) | part)


def test_what_is_missing_leads_to_its_field(recorder):
    page = preview(recorder, **visit(None, start="", title_en=""))
    for field in ("id_city", "id_title_fa", "id_source", "id_summary_fa"):
        assert f'href="#{field}"' in page
    full = recorder.get(address()).content.decode()
    for field in ("id_city", "id_title_fa", "id_source", "id_summary_fa", "id_start"):
        assert f'id="{field}"' in full


def test_the_preview_of_half_a_form_is_no_fault(recorder):
    assert "no title yet" in preview(recorder, start="14")


def keep(client, token: str = TOKEN, key: str = "", **typed):
    args = [key, token] if key else [token]
    name = "desk:visit-kept" if key else "desk:visit-new-kept"
    return client.post(reverse(name, args=args), typed)


def test_what_is_typed_is_kept_offered_and_gone_once_saved(recorder):
    assert keep(recorder, title_fa="ناتمام", csrfmiddlewaretoken="x").status_code == 204
    assert "csrf" not in KeptForm.objects.get().typed
    page = recorder.get(address()).content.decode()
    assert "ناتمام" in page
    assert f"?kept={TOKEN}" in page
    again = recorder.get(address(), {"kept": TOKEN})
    assert 'value="ناتمام"' in again.content.decode()
    assert not again.context["faults"]
    record(recorder, **visit(builders.city(), kept=TOKEN))
    assert not KeptForm.objects.exists()


def test_a_refused_form_is_kept_as_it_was_sent(recorder):
    keep(recorder, title_en="Unfinished")
    record(recorder, **visit(None, kept=TOKEN, title_en="Refused"))
    assert "Refused" in KeptForm.objects.get().typed
    assert record(recorder, **visit(None, kept=TOKEN, title_en="x" * 70_000)).status_code == 422


def test_a_screen_that_is_sent_twice_makes_one_record_and_loses_nothing(recorder):
    city = builders.city()
    record(recorder, **visit(city, kept=TOKEN, title_en="Once"))
    again = record(recorder, **visit(city, kept=TOKEN, title_en="Changed since"))
    assert again.status_code == 409
    assert the_visit().title_en == "Once"
    page = again.content.decode()
    assert "Recorded already" in page
    assert reverse("desk:record", args=["delegation", TOKEN]) in page
    assert 'value="Changed since"' in page
    record(recorder, **visit(city, kept=again.context["token"], title_en="Another"))
    assert Delegation.objects.count() == 2


def test_what_was_on_its_way_while_the_screen_was_saved_is_not_offered_again(recorder):
    record(recorder, **visit(builders.city(), kept=TOKEN))
    assert keep(recorder, title_en="Late").status_code == 204
    assert not KeptForm.objects.exists()


def test_what_is_kept_is_discarded_on_demand(recorder):
    keep(recorder, title_en="Unfinished")
    recorder.post(reverse("desk:visit-new-discard", args=[TOKEN]))
    assert not KeptForm.objects.exists()


def test_nobody_sees_what_somebody_else_has_kept(recorder, signed_in):
    keep(recorder, title_en="Unfinished")
    other = signed_in(Role.REVIEWER)
    assert "Unfinished" not in other.get(address(), {"kept": TOKEN}).content.decode()
    other.post(reverse("desk:visit-new-discard", args=[TOKEN]))
    assert KeptForm.objects.exists()


def test_only_so_much_is_kept(recorder):
    assert keep(recorder, title_en="x" * 70_000).status_code == 413
    for number in range(45):
        keep(recorder, f"abcdefgh{number:02}", title_en="x")
    assert KeptForm.objects.filter(user=member(Role.RECORDER)).count() == 40
    assert keep(recorder, "not-a-token").status_code == 404


def draft(**fields) -> Delegation:
    return builders.delegation(builders.city(), **({"publication": "draft"} | fields))


def of(made: Delegation, client, **typed) -> dict:
    """Return the fields of a draft as its screen holds them."""
    page = client.get(address(key=made.key))
    fields = {
        name: field.value() for name, field in ((f.name, f) for f in page.context["capture"].form)
    }
    city = made.city_rows.get().city
    kept = {name: value for name, value in fields.items() if isinstance(value, str)}
    return kept | {"city": city.key, "version": page.context["capture"].version} | typed


def test_a_draft_is_changed_on_the_same_screen(recorder):
    made, other, area = draft(), builders.city(), builders.area()
    EntryArea.objects.create(entry=made.entry_ptr, area=builders.area())
    typed = of(made, recorder, title_en="Another title", city=other.key, areas=[area.key])
    assert record(recorder, key=made.key, **typed).status_code == 302
    changed = the_visit()
    assert changed.title_en == "Another title"
    assert [row.city for row in changed.city_rows.all()] == [other]
    assert [row.area for row in changed.area_rows.all()] == [area]
    assert changed.citations.count() == 1


def test_a_second_save_over_another_change_is_refused_and_both_are_shown(recorder):
    made = draft()
    typed = of(made, recorder, title_en="Mine")
    made.title_en = "Theirs"
    made._history_user = member(Role.REVIEWER)
    made.save()
    answer = record(recorder, key=made.key, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine" in page
    assert "Theirs" in page
    assert the_visit().title_en == "Theirs"
    again = typed | {"version": answer.context["capture"].version}
    record(recorder, key=made.key, **again)
    assert the_visit().title_en == "Mine"


def test_a_change_of_a_row_counts_as_a_change(recorder):
    made = draft()
    typed = of(made, recorder)
    EntryArea.objects.create(entry=made.entry_ptr, area=builders.area())
    assert record(recorder, key=made.key, **typed).status_code == 422


def test_what_was_kept_of_an_older_draft_is_refused_too(recorder):
    made = draft()
    keep(recorder, key=made.key, **of(made, recorder, title_en="Mine"))
    made.save()
    page = recorder.get(address(key=made.key), {"kept": TOKEN})
    assert page.context["capture"].version != page.context["capture"].form.version


@pytest.mark.parametrize("state", ["in_review", "published", "withdrawn"])
def test_only_a_draft_is_changed_here(recorder, state):
    made = draft(publication=state)
    assert recorder.get(address(key=made.key)).status_code == 403
    assert record(recorder, key=made.key, **visit(builders.city())).status_code == 403
    assert recorder.post(address(key=made.key, part="preview")).status_code == 403


def test_what_stands_already_is_shown_and_kept(recorder, django_assert_max_num_queries):
    made = draft()
    builders.took_part(made, person=builders.person(), role="head")
    with django_assert_max_num_queries(30):
        page = recorder.get(address(key=made.key)).content.decode()
    assert str(made.participations.get().person) in page
    assert str(made.citations.get().source.title) in page
    record(recorder, key=made.key, **of(made, recorder))
    assert the_visit().participations.count() == 1


def test_a_key_of_nothing_leads_nowhere(recorder):
    assert recorder.get(address(key="no-such-visit")).status_code == 404
    agreement = builders.agreement(builders.city(), publication="draft")
    assert recorder.get(address(key=agreement.key)).status_code == 404
