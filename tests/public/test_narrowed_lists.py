"""What every list says of its choices: how many rows each has, and what narrows it in words."""

import re
from dataclasses import dataclass

import pytest

from diplomacy.registry.models import CommitmentReview, Term
from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

LISTS = (
    "cities", "agreements", "delegations", "events", "commitments", "restrictions", "sources",
    "organisations", "people", "areas", "differences", "questions",
)  # fmt: skip


def a_register() -> None:
    """Two partners with something of every noun, alike in some things and not in others."""
    for number, country in enumerate((None, builders.country("far"))):
        partner = builders.city(**({"country": country} if country else {}))
        tie = builders.tie(partner)
        paper = builders.agreement(
            partner, start=f"202{number}-05-06", instrument=("sister", "mou")[number]
        )
        builders.agreement(partner, start="")
        builders.delegation(partner, direction=("outgoing", "incoming")[number])
        builders.event(partner)
        builders.event(partner, type="claim", claimed_form="sister")
        promise = builders.commitment(partner, due=("2001", "")[number])
        builders.restriction(partner)
        builders.area(paper)
        builders.layer(tie)
        builders.cite(paper)
        body = builders.organisation(city=partner)
        builders.took_part(paper, organisation=body)
        holder = builders.person()
        builders.took_part(paper, person=holder, name_shown=True)
        builders.term(holder, body)
        builders.difference(tie)
        builders.question(partner)
        if number:
            CommitmentReview.objects.create(
                commitment=promise, verdict="delivered", words_en="Because.", on="2024-05-06"
            )
            builders.question(paper, answered_by=paper)
    assert Term.objects.count() == 2


@dataclass
class Option:
    name: str
    value: str
    label: str
    number: int


def options_of(client, noun: str, query: str = "") -> list[Option]:
    found = []
    for select in parse(client.get(f"/en/{noun}/?{query}")).iter("select"):
        for option in select.iter("option"):
            if option.get("value"):
                label, number = re.fullmatch(r"\s*(.+) \((\d+)\)\s*", option.text).groups()
                found.append(Option(select.get("name"), option.get("value"), label, int(number)))
    return found


def test_the_number_beside_each_value_is_that_of_the_rows_it_finds(client):
    a_register()
    for noun in LISTS:
        options = options_of(client, noun)
        assert options, noun
        for option in options:
            found = client.get(f"/en/{noun}/?{option.name}={option.value}").context
            numbers = (found["filter"].found, len(found["page"].rows))
            assert numbers == (option.number, option.number), (noun, option)
            assert option.number > 0


def test_the_numbers_are_of_the_whole_list_and_what_is_chosen_stays(client):
    a_register()
    for noun in LISTS:
        options = options_of(client, noun)
        chosen = options[0]
        assert options_of(client, noun, f"{chosen.name}={chosen.value}") == options, noun


def test_a_known_value_without_rows_stays_while_it_is_chosen(client):
    a_register()
    offered = {option.value: option.number for option in options_of(client, "agreements")}
    assert "friendship" not in offered
    chosen = options_of(client, "agreements", "instrument=friendship")
    assert {option.value: option.number for option in chosen}["friendship"] == 0
    html = client.get("/en/agreements/?instrument=friendship").content.decode()
    assert "Nothing answers to all of these" in html


def test_nothing_that_is_hidden_changes_a_list(client):
    a_register()
    first = {noun: options_of(client, noun)[0] for noun in LISTS}
    lists = [f"/en/{noun}/" for noun in LISTS]
    lists += [f"/en/{noun}/?{option.name}={option.value}" for noun, option in first.items()]
    before = {address: client.get(address).content for address in lists}
    hidden = {"publication": "draft"}
    for _ in range(10):
        partner = builders.tie(**hidden).partner
        paper = builders.agreement(partner, **hidden)
        for make in (
            builders.delegation,
            builders.event,
            builders.commitment,
            builders.restriction,
        ):
            make(partner, **hidden)
        builders.area(paper)
        builders.cite(paper)
        builders.took_part(paper, organisation=builders.organisation(city=partner))
        builders.took_part(paper, person=builders.person(), name_shown=True)
        builders.difference(paper)
        builders.question(paper)
    after = {address: client.get(address).content for address in lists}
    assert [address for address in lists if after[address] != before[address]] == []


def test_what_narrows_a_list_is_said_in_words_with_the_way_out_of_each(client):
    a_register()
    page = client.get("/en/agreements/?instrument=mou&year=2021&order=oldest")
    tree = parse(page)
    (narrowed,) = [one for one in tree.iter("div") if one.get("class") == "narrowed"]
    said = " ".join("".join(narrowed.itertext()).split())
    assert said.startswith("1 of 4 ")
    links = [link.get("href") for link in narrowed.iter("a")]
    assert sorted(links) == [
        "/en/agreements/#list",
        "?instrument=mou&order=oldest#list",
        "?year=2021&order=oldest#list",
    ]


@pytest.mark.parametrize(
    ("language", "label"), [("fa", r"\([۰-۹]+\)"), ("en", r"\(\d+\)"), ("zh-hans", r"（\d+）")]
)
def test_numbers_stand_in_the_digits_and_marks_of_the_page(client, language, label):
    a_register()
    tree = parse(client.get(f"/{language}/delegations/"))
    texts = [one.text.strip() for one in tree.iter("option") if one.get("value")]
    assert texts
    assert all(re.search(label + r"\Z", text) for text in texts)


def test_entries_stand_under_their_years_in_both_calendars(client):
    place = builders.city()
    for start in ("2020-01-01", "2020-12-31", "2021", ""):
        builders.event(place, start=start)
    tree = parse(client.get("/en/events/"))
    headings = [one for one in tree.iter("h2") if one.get("class") == "of-year"]
    years = [" ".join("".join(one.itertext()).split()) for one in headings]
    assert [year[:4] for year in years[:2]] == ["2021", "2020"]
    assert "1398" in years[1]
    assert len(years) == 3
    assert len(list(tree.iter("ol"))) >= 3


@pytest.mark.parametrize("noun", ["organisations", "people"])
def test_a_list_stands_in_the_order_of_the_names_of_its_language(client, noun):
    paper = builders.agreement(builders.city())
    for fa, en, zh in (("پ", "Zed", "长安"), ("ب", "Åb", "重庆"), ("ت", "Mid", "北京")):
        names = builders.three("name", fa, en, zh)
        if noun == "people":
            builders.took_part(paper, person=builders.person(**names), name_shown=True)
        else:
            builders.took_part(paper, organisation=builders.organisation(**names))
    for language, column, wanted in (
        ("fa", "name_fa", ["ب", "پ", "ت"]),
        ("en", "name_en", ["Åb", "Mid", "Zed"]),
        ("zh-hans", "name_zh", ["北京", "长安", "重庆"]),
    ):
        rows = client.get(f"/{language}/{noun}/").context["page"].rows
        assert [getattr(row, column) for row in rows] == wanted


def test_a_cursor_of_another_language_gives_the_first_page(client):
    paper = builders.agreement(builders.city())
    for _ in range(35):
        builders.took_part(paper, organisation=builders.organisation())
    after = client.get("/fa/organisations/").context["page"].after
    first = client.get("/en/organisations/").context["page"].rows
    assert client.get("/en/organisations/", {"after": after}).context["page"].rows == first
    rest = client.get("/fa/organisations/", {"after": after}).context["page"].rows
    assert len(rest) == 5
