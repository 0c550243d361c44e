"""What is counted of an entry goes with it: through files, copies, versions, screens, checks."""

import pytest
from django.test import Client
from django.urls import reverse

from diplomacy.registry import publishing
from diplomacy.registry.merging import merge
from diplomacy.registry.models import (
    City,
    Commitment,
    EntryLink,
    Indicator,
    IndicatorValue,
    Person,
    Source,
)
from diplomacy.registry.publishing import NothingToShow, missing, publish
from diplomacy.registry.queries.sources import entries_of_source
from diplomacy.registry.versions import snapshot_at, write_over
from tests import builders

from .admin.conftest import member
from .admin.screens import address, change_page, sent
from .codec.files import SMALL, faults, load_text

pytestmark = pytest.mark.django_db

COUNTED = """
        indicators:
          - code: students
            name: {en: Students}
            baseline: 10
            target: 60.5
            target_on: 2030
            source: gazette
        indicator_values:
          - {indicator: students, on: 2024-05, value: 25, source: gazette}
"""


def small(more: str) -> str:
    return f"{SMALL.rstrip()}\n{more.strip(chr(10))}\n"


def test_a_file_brings_indicators_and_a_second_load_changes_nothing(tmp_path):
    text = small(COUNTED)
    load_text(tmp_path, text)
    one, value = Indicator.objects.get(), IndicatorValue.objects.get()
    assert (one.baseline, float(one.target), one.target_on.text) == (10, 60.5, "2030")
    assert (value.indicator, value.on.text, value.value) == ("students", "2024-05", 25)
    again = load_text(tmp_path, text)
    assert not again["agreements"].changed
    assert IndicatorValue.history.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("indicator: students", "indicator: pupils", "No indicator here has the code “pupils”."),
        ("code: students", "code: The Students", "A code is made of small Latin letters"),
        ("target: 60.5\n", "\n", "A day without a target says nothing."),
        ("name: {en: Students}", "name: {}", "Say what is counted."),
        ("on: 2024-05", "on: ''", "Say as of when this was counted."),
        ("value: 25, ", "", "value: It is missing."),
        ("value: 25", "value: many", "value: “many” does not fit."),
        ("target: 60.5", "target: 123456789012345678.5", "target: "),
    ],
)
def test_a_fault_of_an_indicator_is_told_with_its_remedy(tmp_path, old, new, said):
    assert old in COUNTED
    found = faults(tmp_path, small(COUNTED.replace(old, new)))
    assert found
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("type: claim\n        offer: discount", "Only a deed is open to residents, no words."),
        (
            "type: meeting\n        offer_url: https://a.test/",
            "Say what is open to residents at this address.",
        ),
        ("type: meeting\n        offer: discount\n        offer_url: a.test", "offer_url: "),
    ],
)
def test_a_fault_of_an_offer_is_told(tmp_path, fields, said):
    more = f"""
    events:
      - key: an-offer
        title: {{en: An offer}}
        {fields}
"""
    found = faults(tmp_path, small(more))
    assert any(said in fault for fault in found), found


def test_a_value_without_its_indicator_forbids_publishing():
    chief = member("administrator")
    promise = builders.commitment(builders.city(), publication="draft")
    builders.indicator(promise, values={"2024": 5})
    assert missing(promise) == {}
    IndicatorValue.objects.create(
        entry=promise, indicator="stray", on="2024", value=5, source=builders.source()
    )
    assert set(missing(promise)) == {"indicator_values"}
    with pytest.raises(NothingToShow):
        publish(promise, chief)
    builders.indicator(promise, "stray")
    assert publish(promise, chief).is_published


def test_a_draft_copy_holds_what_is_counted_and_gives_it_back():
    author, chief = member("recorder"), member("administrator")
    promise = builders.commitment(builders.city())
    builders.indicator(promise, values={"2024": 5}, target=9)
    EntryLink.objects.create(
        entry=promise.entry_ptr,
        kind="arises_from",
        to=builders.agreement(builders.city()).entry_ptr,
        place="art. 3",
    )
    copy = publishing.revise(promise, author)
    assert copy.links.get().place == "art. 3"
    value = copy.indicator_values.get()
    value.value = 7
    value.save()
    publishing.submit(copy, author)
    publish(copy, chief)
    assert promise.indicator_values.get().value == 7
    assert promise.indicators.get().target == 9
    assert promise.links.get().place == "art. 3"


def test_a_past_version_brings_back_what_was_counted_then():
    promise = builders.commitment(builders.city())
    builders.indicator(promise, values={"2024": 5})
    then = promise.history.first().history_id
    promise = Commitment.objects.get(pk=promise.pk)
    promise.title_en = "Later"
    promise.save()
    promise.indicator_values.get().delete()
    write_over(promise, snapshot_at(promise, then), by=member("administrator"), reason="restored")
    assert promise.indicator_values.get().value == 5


def test_what_is_counted_is_typed_on_the_screen_of_its_entry():
    someone = member("recorder")
    found = builders.source()
    promise = builders.commitment(builders.city(), publication="draft")
    recorder = Client()
    recorder.force_login(someone)
    form = recorder.get(change_page(promise))
    typed = {
        "indicators-TOTAL_FORMS": "1",
        "indicators-0-code": "students",
        "indicators-0-name_en": "Students",
        "indicators-0-target": "60",
        "indicators-0-target_on": "۱۴۰۸",
        "indicator_values-TOTAL_FORMS": "1",
        "indicator_values-0-indicator": "students",
        "indicator_values-0-on": "1403-07",
        "indicator_values-0-value": "12.5",
        "indicator_values-0-source": found.pk,
    }
    answer = recorder.post(change_page(promise), sent(form, **typed))
    assert answer.status_code == 302, answer.context["errors"]
    assert promise.indicators.get().target_on.text == "1408"
    assert float(promise.indicator_values.get().value) == 12.5
    assert IndicatorValue.history.get().history_user == someone


def test_offers_and_pronunciations_have_their_fields():
    someone = member("recorder")
    recorder = Client()
    recorder.force_login(someone)
    page = recorder.get(address("event", "add")).content.decode()
    assert 'name="offer"' in page
    assert 'name="offer_url"' in page
    for noun in ("city", "person"):
        page = recorder.get(address(noun, "add")).content.decode()
        assert 'name="pronunciation_fa"' in page


def test_a_source_of_a_count_is_public_and_leads_to_the_entry():
    promise = builders.commitment(builders.city())
    builders.indicator(promise, values={"2024": 5}, source=builders.source(key="of-the-target"))
    of_value = promise.indicator_values.get().source
    hidden = builders.commitment(builders.city(), publication="draft")
    builders.indicator(hidden, values={"2024": 5})
    shown = set(Source.objects.published().values_list("key", flat=True))
    assert {"of-the-target", of_value.key} <= shown
    assert hidden.indicator_values.get().source.key not in shown
    for one in (of_value, Source.objects.get(key="of-the-target")):
        assert [entry.pk for entry in entries_of_source(one)] == [promise.pk]


def test_how_a_name_is_said_is_filled_by_a_merge():
    chief = member("administrator")
    kept, other = builders.city(), builders.city(pronunciation_en="PART-ner-vill")
    merge(kept, other, chief)
    assert City.objects.get(pk=kept.pk).pronunciation_en == "PART-ner-vill"
    one, two = builders.person(), builders.person(pronunciation_fa="شَخص")
    merge(one, two, chief)
    assert Person.objects.get(pk=one.pk).pronunciation_fa == "شَخص"


def test_the_desk_leads_to_the_rows_of_a_value_without_its_indicator():
    promise = builders.commitment(builders.city(), publication="draft")
    IndicatorValue.objects.create(
        entry=promise, indicator="stray", on="2024", value=5, source=builders.source()
    )
    desk = Client()
    desk.force_login(member("recorder"))
    page = desk.get(reverse("desk:record", args=["commitment", promise.key])).content.decode()
    assert "No indicator here has the code “stray”." in page
    assert "#indicator_values-group" in page
