"""Whom and what a screen names: found in any spelling, new only by an explicit choice."""

import pytest
from django.urls import reverse

from diplomacy.accounts.roles import Role
from diplomacy.office.capture.finding import marked
from diplomacy.registry.models import City, CityAlias, Person
from tests import builders

from .capturing import address, record, the_visit, visit

pytestmark = pytest.mark.django_db


def city_field(answer):
    return answer.context["capture"].form.fields["city"]


def people_field(answer):
    return answer.context["capture"].people.forms[0].fields["person"]


@pytest.mark.parametrize(
    "typed", ["Springford", "springford", "چشمه‌گذر", "چشمه گذر", "چشمهگذر", "泉渡", "Old Spring"]
)
def test_one_name_in_any_spelling_names_the_city(recorder, typed):
    city = builders.city("Springford", "چشمه‌گذر", "泉渡")
    CityAlias.objects.create(city=city, text="Old Spring")
    record(recorder, **visit(None, city_words=typed))
    assert [row.city for row in the_visit().city_rows.all()] == [city]


def test_a_part_of_a_name_brings_the_choices_and_saves_nothing(recorder):
    first, second = builders.city("Eastbrook"), builders.city("Eastfield")
    answer = record(recorder, **visit(None, city_words="east"))
    assert answer.status_code == 422
    assert {one.key for one in city_field(answer).choices} == {first.key, second.key}
    assert city_field(answer).offers_new
    record(recorder, **visit(None, city_words="east", city=second.key))
    assert the_visit().city_rows.get().city == second


def test_namesakes_are_told_apart_by_a_choice(recorder):
    one = builders.city("Twinham", key="twinham-a")
    builders.city("Twinham", key="twinham-b")
    answer = record(recorder, **visit(None, city_words="Twinham"))
    assert len(city_field(answer).choices) == 2
    record(recorder, **visit(None, city_words="Twinham", city=one.key))
    assert the_visit().city_rows.get().city == one


def test_a_mistyped_city_is_never_made_in_silence(recorder):
    builders.city("Springford")
    answer = record(recorder, **visit(None, city_words="Sprimgfrod"))
    assert answer.status_code == 422
    assert City.objects.count() == 1
    assert "+Sprimgfrod" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "column"), [("Newtown", "name_en"), ("شهر نو", "name_fa"), ("新城", "name_zh")]
)
def test_a_new_city_is_made_by_choice_with_the_draft(recorder, typed, column):
    record(recorder, **visit(None, city_words=typed, city=f"+{typed}"))
    made = City.objects.get()
    assert getattr(made, column) == typed
    assert made.history.count() == 1
    assert the_visit().city_rows.get().city == made
    assert made.key == "newtown" or column != "name_en"


def test_the_choice_of_a_new_city_holds_for_the_words_it_was_made_for(recorder):
    known = builders.city("Springford")
    record(recorder, **visit(None, city_words="Springford", city="+Newtown"))
    assert the_visit().city_rows.get().city == known
    assert City.objects.count() == 1


def test_a_choice_that_does_not_fit_the_words_gives_way_to_them(recorder):
    first, second = builders.city("Eastbrook"), builders.city("Westfield")
    record(recorder, **visit(None, city=first.key, city_words="Westfield"))
    assert the_visit().city_rows.get().city == second


def test_the_home_city_is_not_the_city_of_a_visit(recorder):
    home = builders.home_city()
    assert record(recorder, **visit(None, city=home.key)).status_code == 422


def test_a_new_person_is_made_by_choice_and_is_not_public(recorder):
    typed = visit(builders.city()) | {"people-0-person_words": "A Guest"}
    answer = record(recorder, **typed)
    assert answer.status_code == 422
    assert people_field(answer).offers_new
    assert not Person.objects.exists()
    record(recorder, **typed | {"people-0-person": "+A Guest"})
    part = the_visit().participations.get()
    assert (part.person.name_en, part.name_shown) == ("A Guest", False)


def test_a_new_person_named_in_two_rows_is_one(recorder):
    row = {"person": "+A Guest", "person_words": "A Guest"}
    rows = {f"people-{at}-{name}": words for at in (0, 1) for name, words in row.items()}
    record(recorder, **visit(builders.city()) | rows)
    assert Person.objects.count() == 1
    assert the_visit().participations.count() == 2


def test_what_is_new_in_the_register_is_told_with_its_form(recorder):
    answer = recorder.post(
        address(), visit(None, city_words="New<b>town", city="+New<b>town"), follow=True
    )
    form = reverse("admin:registry_city_change", args=[City.objects.get().pk])
    page = answer.content.decode()
    assert f'<a href="{form}">New&lt;b&gt;town</a>' in page
    assert "<b>town" not in page


def test_an_office_alone_takes_part_without_a_name(recorder):
    record(recorder, **visit(builders.city()) | {"people-0-office": "Mayor"})
    part = the_visit().participations.get()
    assert (part.person, part.office_en) == (None, "Mayor")


def suggest(client, noun: str, words: str):
    return client.get(reverse("desk:suggestions", args=[noun]), {"q": words, "list": "x"})


def test_suggestions_tell_a_city_by_its_names_country_tie_and_last_visit(recorder):
    city = builders.city("Springford", "چشمه‌گذر", "泉渡")
    builders.tie(city)
    builders.delegation(city, start="2019-06-02")
    for words in ("spring", "چشمه", "泉"):
        page = suggest(recorder, "city", words).content.decode()
        for told in ("چشمه‌گذر", "泉渡", "Testland", "2 June 2019", f'data-key="{city.key}"'):
            assert told in page


def test_a_visit_ahead_cancelled_or_withdrawn_is_no_last_visit(recorder):
    city = builders.city("Springford", "چشمه‌گذر", "泉渡")
    builders.delegation(city, start="2019-06-02", publication="draft")
    builders.delegation(city, start="2031-06-02", progress="planned")
    builders.delegation(city, start="2020-06-02", progress="cancelled")
    builders.delegation(city, start="2020-07-02", publication="withdrawn")
    assert "last visit 2 June 2019" in suggest(recorder, "city", "spring").content.decode()


def test_suggestions_tell_a_person_by_office_and_visits(recorder):
    guest = builders.person(name_en="Ann Guest")
    builders.term(guest, builders.organisation(), office_en="Deputy mayor")
    builders.took_part(builders.delegation(builders.city()), person=guest)
    page = suggest(recorder, "person", "ann").content.decode()
    assert "Deputy mayor" in page
    assert "1 visit" in page


@pytest.mark.parametrize("noun", ["city", "person", "organisation", "source"])
def test_suggestions_are_few_and_cost_the_same_however_many_there_are(
    recorder, noun, django_assert_max_num_queries
):
    make = {
        "city": lambda: builders.tie(builders.city()).partner,
        "person": lambda: builders.term(builders.person(), builders.organisation()),
        "organisation": lambda: builders.organisation(city=builders.city()),
        "source": builders.source,
    }[noun]
    for _ in range(20):
        make()
    words = {"city": "partner", "person": "person", "organisation": "body", "source": "report"}
    with django_assert_max_num_queries(12):
        page = suggest(recorder, noun, words[noun]).content.decode()
    assert 8 <= page.count('role="option"') <= 9


@pytest.mark.parametrize("words", ["", "\x00", "%", "_", "'", "9" * 5000, "+"])
@pytest.mark.parametrize("noun", ["city", "person", "organisation", "source"])
def test_suggestions_take_any_words(recorder, noun, words):
    assert suggest(recorder, noun, words).status_code == 200


def test_suggestions_are_for_those_who_record(client, signed_in):
    assert suggest(client, "city", "a").status_code == 302
    assert suggest(signed_in(Role.VIEWER), "city", "a").status_code == 403
    assert suggest(signed_in(Role.RECORDER), "nothing", "a").status_code == 404
    address = reverse("desk:suggestions", args=["city"])
    assert signed_in(Role.RECORDER).post(address).status_code == 405


def test_what_was_typed_is_marked_in_a_name():
    assert list(marked("Springford", "ring")) == [("Sp", False), ("ring", True), ("ford", False)]
    assert list(marked("Springford", "x")) == [("Springford", False)]
    assert list(marked("İzmit", "z")) == [("İzmit", False)]
