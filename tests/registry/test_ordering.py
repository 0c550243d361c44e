"""Names sort as each language sorts them, on every database alike."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.registry.models import City, Country, Organisation, Person
from diplomacy.registry.models.derived import stale
from diplomacy.registry.models.named import Named
from diplomacy.registry.models.ordering import LONGEST, order_key
from tests import builders

IN_ORDER = {
    "fa": [
        "۹ دی", "۱۰ دی", "آبادان", "آستانه", "ابرقو", "بغداد", "پاریس", "تبریز", "جلفا",
        "چنگدو", "خیام", "رم", "زنجان", "ژنو", "شانگهای", "شی‌آن", "قازان", "کازان", "گیلان",
        "نجف", "ورونا", "هانگژو", "یزد", "Athens", "Москва",
    ],
    "en": [
        "Aachen", "Äbo", "District 3", "District 12", "Iași", "Łódź", "L’viv", "New York",
        "Newark", "Øster", "Xi’an", "Xiang", "Zürich", "یزد", "Казань",
    ],
    "zh": [
        "Athens", "巴塞罗那", "北京", "长安", "成都", "重庆", "第3区", "第12区", "佛罗伦萨",
        "杭州", "上海", "西安", "西宁", "厦门", "先", "Xiang", "伊斯法罕", "یزد",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", IN_ORDER)
def test_names_stand_in_the_order_of_their_language(language):
    names = IN_ORDER[language]
    shuffled = random.Random(6).sample(names, len(names))
    assert sorted(shuffled, key=lambda name: order_key(name, language)) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كيش", "کیش"), ("شی‌راز", "شیراز"), ("مُحَمَّد", "محمد"), ("أحمد", "احمد"), ("Xi'an", "xian"),
        ("Iași", "IASI"), ("Straße", "strasse"), ("Ali, Zahra", "Ali Zahra"), ("۱۲", "012"),
    ],
)  # fmt: skip
def test_spellings_that_no_list_tells_apart_have_one_key(one, other):
    assert order_key(one, "fa") == order_key(other, "fa")


def test_a_character_is_read_as_its_word_reads_it():
    assert order_key("重庆", "zh") < order_key("Chongqinh", "zh") < order_key("重量", "zh")
    assert order_key("长安", "zh") < order_key("Chaz", "zh")


@given(st.text(max_size=60), st.sampled_from(["fa", "en", "zh"]))
def test_any_text_has_a_key_of_digits(text, language):
    key = order_key(text, language)
    assert len(key) <= LONGEST
    assert set(key) <= set(string.digits)
    assert key.startswith(order_key("", language))


@pytest.mark.django_db
def test_a_name_that_is_missing_sorts_by_the_one_that_the_page_shows():
    city = City.objects.create(name_en="Testwick", own_name="ZZ")
    assert city.order_fa == order_key("Testwick", "fa")
    assert city.order_zh == order_key("Testwick", "zh")
    assert Person.objects.create(own_name="Ånn").order_en == order_key("ann", "en")
    assert Country.objects.create(key="zz").order_en == order_key("ZZ", "en")


@pytest.mark.django_db
def test_what_staff_write_for_sorting_stands_before_the_name():
    person = Person.objects.create(name_en="Ann Zed", name_fa="ان زد", sort_as_en="Zed, Ann")
    assert person.order_en == order_key("Zed Ann", "en")
    assert person.order_zh == order_key("Zed Ann", "zh")
    assert person.order_fa == order_key("ان زد", "fa")
    person.sort_as_en = ""
    person.save(update_fields=["sort_as_en"])
    assert Person.objects.get().order_en == order_key("Ann Zed", "en")


@pytest.mark.django_db
@pytest.mark.parametrize("language", IN_ORDER)
def test_the_database_sorts_as_the_keys_say(language):
    for name in random.Random(7).sample(IN_ORDER[language], len(IN_ORDER[language])):
        Organisation.objects.create(**{f"name_{language}": name}, kind=Organisation.Kind.COUNCIL)
    column = f"order_{language}"
    found = list(Organisation.objects.order_by(column).values_list(column, flat=True))
    assert found == sorted(found)


@pytest.mark.django_db
def test_nothing_is_out_of_step_after_a_register_is_written():
    builders.tie()
    for model in Named.__subclasses__():
        assert list(stale(model.objects.all())) == []
