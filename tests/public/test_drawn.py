"""Parts of pages that were drawn before are found by their content, and by nothing less."""

from datetime import date

import pytest
from django.db import transaction
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from diplomacy.calendars import PartialDate
from diplomacy.public.drawn import Drawn, content
from diplomacy.registry.models import City, Entry, EntryCity, Source
from diplomacy.registry.models.words import Text
from diplomacy.registry.queries.along import fetch_along
from diplomacy.registry.queries.entry_list import CITIES
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_whatever_differs_has_another_content():
    several = [
        "a", mark_safe("a"), Text("a", "fa"), Text("a", "en"), Entry.Kind.EVENT, "event", None,
        "None", 1, "1", True, date(2020, 1, 1), PartialDate.parse("2020-01-01"), ("a", "b"),
        ("a, b",), (("a",), "b"), {"a": "b"}, {"b": "a"},
    ]  # fmt: skip
    assert len({content(one) for one in several}) == len(several)


def test_a_record_is_told_with_all_that_was_read_of_it_and_with_it():
    paper = builders.agreement(builders.home_city(), builders.city("Alpha"))
    builders.cite(paper)
    read = Entry.objects.with_leaf().prefetch_related("city_rows__city", "citations__source")
    told = [content(read.get(pk=paper.pk)), content(read.get(pk=paper.pk))]
    City.objects.filter(name_en="Alpha").update(name_en="Beta")
    told.append(content(read.get(pk=paper.pk)))
    Source.objects.update(publisher="Another")
    told.append(content(read.get(pk=paper.pk)))
    assert told[0] == told[1]
    assert len(set(told)) == 3


def test_rows_that_came_along_are_told_like_those_that_were_fetched():
    entry = builders.event(builders.home_city(), builders.city("Alpha"))

    def told():
        [read] = Entry.objects.filter(pk=entry.pk)
        fetch_along([read], [CITIES])
        return content(read)

    first, again = told(), told()
    City.objects.filter(name_en="Alpha").update(name_en="Beta")
    assert first == again != told()


def test_what_asks_the_database_while_it_is_drawn_is_not_kept():
    pieces = Drawn()
    told = [pieces.find(("a",), lambda n=n: mark_safe(f"{n}{Entry.objects.count()}")) for n in "ab"]
    assert told == ["a0", "b0"]
    told = [pieces.find(("c",), lambda n=n: mark_safe(n)) for n in "ab"]
    assert told == ["a", "a"]


def test_no_more_is_kept_than_allowed():
    pieces = Drawn(most=10)
    for name in "abc":
        pieces.find((name,), lambda name=name: mark_safe(name * 4))
    assert pieces.find(("a",), lambda: mark_safe("anew")) == "anew"
    assert pieces.find(("c",), lambda: mark_safe("anew")) == "cccc"


def test_each_language_and_direction_of_escaping_has_its_own_piece():
    shown = Engine.get_default().from_string(
        '{% load drawn %}{% drawn "public/partials/_tag.html" standing=standing %}'
    )
    given = {"standing": {"look": "talks", "tag": "<b>"}}
    assert "&lt;b&gt;" in shown.render(Context(given))
    assert "<b>" in shown.render(Context(given, autoescape=False))


def test_a_write_is_seen_at_once_and_one_rolled_back_is_not(client):
    tie = builders.tie()
    paper = builders.agreement(tie.home_end, tie.partner, title_en="First title")
    builders.cite(paper)
    address = f"/en/cities/{tie.partner.key}/"

    def shown() -> str:
        return client.get(address).content.decode()

    assert "First title" in shown()
    with transaction.atomic():
        Entry.objects.filter(pk=paper.pk).update(title_en="Second title")
        assert "Second title" in shown()
        transaction.set_rollback(True)
    assert "First title" in shown()
    Entry.objects.filter(pk=paper.pk).update(title_en="Third title")
    assert "Third title" in shown()
    Source.objects.update(publisher="A paper of another name")
    assert "A paper of another name" in shown()
    EntryCity.objects.filter(entry=paper).update(public=False)
    Entry.objects.filter(pk=paper.pk).update(publication="withdrawn")
    assert "Third title" not in shown()
