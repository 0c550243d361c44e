"""Pages of ties and entries speak one language: what is in another is marked as such."""

import re

import pytest

from diplomacy.registry.models import (
    Citation,
    CommitmentReview,
    Entry,
    EntryLink,
    Participation,
)
from tests import builders
from tests.public.pages import parse, texts, words_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OTHER = {"fa": r"[A-Za-z]{2,}", "zh-hans": r"[\u0600-\u06FF]+|[A-Za-z]{2,}"}
TAGS = {"fa": "fa", "zh-hans": "zh-Hans"}


@pytest.fixture
def pages():
    """The addresses of a tie with every kind of entry and all that a page can say of it."""
    made = builders.tie(aim="sister", aim_said_by="both")
    partner = made.partner
    builders.layer(made)
    entries = [
        builders.agreement(partner, start="1989-05-06", instrument="sister", binding=True),
        builders.delegation(partner, progress="announced", start="2020"),
        builders.event(partner, type="claim", claimed_form="sister", start=""),
        builders.event(partner, type="decision", start="[2001..2003]"),
        builders.commitment(partner, start="2027"),
        builders.restriction(partner, start="2023-01-31"),
    ]
    paper = entries[0]
    builders.area(*entries)
    for value in ("mou", "sister"):
        builders.cite(paper, about=Citation.About.CLASS, value=value)
    for entry in entries[1:]:
        EntryLink.objects.create(entry=entry.entry_ptr, kind="arises_from", to=paper.entry_ptr)
    Participation.objects.create(
        entry=paper.entry_ptr,
        role="witness",
        side="third",
        **builders.three("words", "ک", "x", "某"),
    )
    CommitmentReview.objects.create(
        commitment=entries[4],
        verdict="stalled",
        on="2028",
        **builders.three("words", "ک", "x", "某"),
    )
    point, question = builders.difference(made), builders.question(partner)
    details = [f"{entry.kind}s/{entry.key}/" for entry in entries]
    remarks = [f"differences/{point.key}/", f"questions/{question.key}/"]
    lists = ["differences/", "questions/", "sources/", *(f"{kind.value}s/" for kind in Entry.Kind)]
    pages = [f"cities/{partner.key}/", "timeline/", *lists, *details, *remarks]
    return pages + _subjects(made, paper)


def _subjects(relationship, paper):
    """Return the addresses of all that an entry has to do with."""
    body, holder = builders.organisation(city=relationship.partner), builders.person()
    builders.term(holder, body, since="[..2021-12]", until="[2025-10..]", source=builders.source())
    builders.took_part(paper, person=holder, organisation=body)
    seen = relationship.layers.get()
    builders.event(relationship.partner, type="assessment", sources=[seen.source])
    nouns = {
        "areas": paper.area_rows.get().area,
        "layers": seen.layer,
        "organisations": body,
        "people": holder,
    }
    details = [f"{noun}/{record.key}/" for noun, record in nouns.items()]
    lists = [f"{noun}/" for noun in nouns]
    return [*lists, *details, "years/", "years/?calendar=solar_hijri", "years/1989/", "years/1403/"]


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_no_page_speaks_another_language_unmarked(client, pages, language):
    for page in pages:
        response = client.get(f"/{language}/{page}")
        assert response.status_code == 200
        found = words_in(response, OTHER[language], TAGS[language])
        found = [word for word in found if word != "Cookie"]  # Chinese writes it so
        assert not found, f"{page}: {found}"


def test_persian_pages_count_in_persian_digits(client, pages):
    for page in pages:
        assert words_in(client.get(f"/fa/{page}"), r"(?<![0-9])[0-9]{4}(?![0-9])", "fa") == [], page


def test_a_text_that_is_not_translated_is_shown_and_marked(client):
    partner = builders.tie().partner
    event = builders.event(partner, title_fa="", title_zh="")
    title = parse(client.get(f"/fa/events/{event.key}/")).find(".//h1/bdi")
    assert (title.get("lang"), title.get("dir")) == ("en", "ltr")
    assert title.text == event.title_en


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_a_source_keeps_its_own_words_and_marks_them(client, language):
    source = builders.source(date="2020-05-04", linked=False, remark_en="", date_basis="inferred")
    builders.event(builders.tie().partner, sources=[source])
    # The title of the page cannot be marked; its body can.
    body = parse(client.get(f"/{language}/sources/{source.key}/")).find("body")
    said = "\n".join(texts(body, TAGS[language]))
    assert [word for word in re.findall(OTHER[language], said) if word != "Cookie"] == []
    heading = body.find(".//h1/bdi")
    assert (heading.get("lang"), heading.text) == ("en", source.title)
