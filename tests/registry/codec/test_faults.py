"""What a register file may get wrong is named with its line, record, field and remedy."""

import pytest

from diplomacy.registry.codec import RegisterFaults, nodes, read_register
from diplomacy.registry.models import City, DataVersion
from diplomacy.registry.models.base import key_validator

from .files import SMALL, faults, write

pytestmark = pytest.mark.django_db


def _small(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "country: tl",
            "contry: tl",
            "register.yaml:11: cities partnerville, contry: There is no such field. "
            "Did you mean “country”?",
        ),
        (
            "country: tl",
            "country: tx",
            "register.yaml:11: cities partnerville, country: There is no “tx” among countries. "
            "Add it or name another.",
        ),
        (
            "kind: press",
            "kind: pres",
            "register.yaml:17: sources gazette, kind: “pres” is not a choice. Choose one of: "
            "signed_paper, official_page, own_news, state_news, press, secondary, list.",
        ),
        (
            "start: 2021-03\n",
            "start: 2021-02-30\n",
            "register.yaml:27: agreements memorandum, start: February 2021 has 28 days; "
            "there is no day 30 in it. Empty means unknown.",
        ),
        (
            "start: 2021-03\n",
            "start: 1404-12-30\n",
            "register.yaml:27: agreements memorandum, start: Esfand 1404 has 29 days; "
            "there is no day 30 in it. Empty means unknown.",
        ),
        (
            "value: 2021-03-05",
            "value: 2021-09-31",
            "register.yaml:35: agreements memorandum, citations 2 value: "
            "September 2021 has 30 days; there is no day 31 in it.",
        ),
        (
            "key: gazette",
            "key: The Gazette",
            f"register.yaml:15: sources The Gazette, key: {key_validator.message}",
        ),
        (
            "is_home: true",
            "is_home: yes",
            "register.yaml:8: cities testabad, is_home: “yes” does not fit. Write true or false.",
        ),
        (
            "        title: The mayors sign\n",
            "",
            "register.yaml:15: sources gazette, title: It is missing. Add it.",
        ),
        (
            "instrument: mou",
            "instrument: mou\n        expires: 2020\n        in_force: 2021",
            "register.yaml:24: agreements memorandum: The term must end after it starts.",
        ),
        (
            "about: start",
            "place: page 1",
            "register.yaml:33: agreements memorandum, citations 2: "
            "Say which field the stated value belongs to.",
        ),
        (
            "cities: [partnerville]",
            "cities: [partnerville, partnerville]",
            "register.yaml:30: agreements memorandum, cities 2: This city stands here already.",
        ),
        (
            "partner: partnerville",
            "partner: testabad",
            "register.yaml:19: ties partnerville: A city has no tie with itself.",
        ),
        (
            "key: memorandum",
            "key: " + "m" * 81,
            f"register.yaml:24: agreements {'m' * 81}, key: "
            "Ensure this value has at most 80 characters (it has 81).",
        ),
    ],
)
def test_a_fault_is_named_with_its_place_and_remedy(tmp_path, old, new, said):
    assert said in faults(tmp_path, _small(old, new))


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    text = _small("country: tl", "contry: tl").replace("kind: press", "kind: pres")
    assert [fault.split(":")[1] for fault in faults(tmp_path, text)] == ["11", "17"]


def test_nothing_is_loaded_where_one_record_has_a_fault(tmp_path):
    version = DataVersion.current()
    assert faults(tmp_path, _small("country: tl", "country: tx"))
    assert not City.objects.exists()
    assert DataVersion.current() == version


def test_a_key_may_stand_once_in_all_files_and_all_kinds_of_entry(tmp_path):
    write(tmp_path, SMALL)
    event = "events: [{key: memorandum, title: {en: Talks}, type: meeting}]"
    write(tmp_path, event, "second.yaml")
    with pytest.raises(RegisterFaults) as caught:
        read_register([tmp_path])
    (fault,) = caught.value.faults
    assert fault.where == "events memorandum, key"
    assert f"The key stands already at {tmp_path}/register.yaml:24." in fault.reason


def test_two_ties_of_the_same_ends_exclude_one_another(tmp_path):
    second = "      - {key: again, home_end: testabad, partner: partnerville}\n    agreements:"
    said = faults(tmp_path, _small("    agreements:", second))
    assert said == ["register.yaml:23: ties again: These two have a tie already."]


def test_two_home_cities_exclude_one_another(tmp_path):
    said = faults(tmp_path, _small("country: tl", "is_home: true"))
    assert said == ["register.yaml:9: cities partnerville: Another city is the home city already."]


def test_places_may_not_be_parts_of_one_another(tmp_path):
    text = "cities: [{key: a, name: {}, parent: b}, {key: b, name: {}, parent: a}]"
    assert all("part of itself" in said for said in faults(tmp_path, text))
    assert len(faults(tmp_path, text)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cities: [{key: a, key: b, name: {}}]", "register.yaml:1: “key” stands already in line 1"),
        ("a: &x [b]\nc: *x", "register.yaml:1: Anchors (&) and aliases (*) are not used here."),
        ("cities: !!python/object:os.system {}", "register.yaml:1: The tag "),
        ("cities: [\n", "register.yaml:2: This is not YAML: "),
        ("cities: []\n---\ncities: []", "register.yaml:2: A second document begins here."),
        ("[" * 40, "register.yaml:1: It is nested too deeply."),
        ("? [a]\n: b", "register.yaml:1: A name is expected before the colon"),
        ("cites: []", "register.yaml:1: There is no noun “cites”. Did you mean “cities”?"),
        ("- a", "register.yaml:1: Begin with a noun and a colon: countries, "),
        ("cities: a", "register.yaml:1: Write a list of cities, each with “- key:”."),
        ("cities: [a]", "register.yaml:1: cities: Write a mapping with some of: key, "),
        ("cities: [{key: a, name: b}]", "register.yaml:1: cities a, name: Write a mapping"),
        ("cities: [{key: a, name: {en: [b]}}]", "register.yaml:1: cities a, name en: Write one"),
        ("cities: [{key: a, name: {}, aliases: b}]", "register.yaml:1: cities a, aliases: Write a"),
        ('cities: [{key: a, name: {en: "a\\0"}}]', "register.yaml:1: A control character"),
        ("cities: [{key: a, name: {}, latitude: nan}]", "register.yaml:1: cities a, latitude: “na"),
        ("cities: [{key: a, name: {en: \x07}}]", "register.yaml:1: A control character"),
    ],
)
def test_a_form_that_is_no_register_file_is_refused(tmp_path, text, said):
    assert any(fault.startswith(said) for fault in faults(tmp_path, text))


def test_a_file_that_is_not_utf_8_or_too_large_or_absent_is_refused(tmp_path, monkeypatch):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("cities: [é]".encode("latin-1"))
    with pytest.raises(RegisterFaults, match="Byte 9 is not UTF-8"):
        read_register([latin])
    with pytest.raises(RegisterFaults, match="It cannot be read: No such file"):
        read_register([tmp_path / "absent.yaml"])
    monkeypatch.setattr(nodes, "MAX_BYTES", 10)
    with pytest.raises(RegisterFaults, match="It is larger than"):
        read_register([latin])


def test_a_folder_without_register_files_is_refused(tmp_path):
    with pytest.raises(RegisterFaults, match=r"No file here is named \*.yaml"):
        read_register([tmp_path])


def test_every_value_is_text_and_an_empty_one_is_left_out(tmp_path):
    text = """
        cities:
          - key: no
            name: {en: No, fa: ~, zh: ""}
            own_name: "null"
            country: null
            latitude: 1e1
            longitude: 7.50
    """
    register = read_register([write(tmp_path, text)])
    (placed,) = register.records["cities"]
    city = placed.struct
    assert (city.key, city.name.en, city.name.fa, city.name.zh) == ("no", "No", "", "")
    assert (city.own_name, city.country) == ("null", None)
    assert (city.latitude, city.longitude) == (10.0, 7.5)
