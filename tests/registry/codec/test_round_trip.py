"""What is loaded comes back when it is dumped."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from diplomacy.registry.codec import NOUNS, Register, digest, load, read_register, write_noun
from diplomacy.registry.codec.parts import Row

from .made_up import registers

SHIPPED = sorted((Path(__file__).parents[3] / "registers").glob("*/"))


def _made_up(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # shrinking a whole register takes minutes
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


def _dump(folder: Path) -> dict[str, str]:
    """Dump the register and return the files' texts by name."""
    call_command("dump_register", folder, "--force", stdout=StringIO())
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*"))}


def _said(register: Register) -> dict[tuple[str, str], str]:
    return {(one.noun, one.struct.key): digest(one.struct) for one in register}


@pytest.mark.django_db
def test_the_shipped_registers_come_back_as_they_were(tmp_path):
    shipped = read_register(SHIPPED)
    load(shipped)
    _dump(tmp_path)
    assert _said(read_register([tmp_path])) == _said(shipped)


@pytest.mark.django_db
def test_a_dump_loaded_into_an_empty_register_gives_the_same_dump(tmp_path):
    with transaction.atomic():
        load(read_register(SHIPPED))
        first = _dump(tmp_path / "first")
        transaction.set_rollback(True)
    load(read_register([tmp_path / "first"]))
    assert _dump(tmp_path / "second") == first


def _comes_back(tmp_path_factory: pytest.TempPathFactory, made_up: list[tuple[str, Row]]) -> None:
    given_in, dumped_to = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("dumped")
    for noun in NOUNS:
        text = write_noun(noun, [struct for name, struct in made_up if name == noun])
        (given_in / f"{noun}.yaml").write_text(text, encoding="utf-8")
    read = read_register([given_in])
    with transaction.atomic():
        load(read)
        outcomes = load(read)
        _dump(dumped_to)
        transaction.set_rollback(True)
    assert _said(read) == {(noun, struct.key): digest(struct) for noun, struct in made_up}
    assert _said(read_register([dumped_to])) == _said(read)
    assert not any(one.new or one.changed or one.left for one in outcomes.values())


@pytest.mark.django_db
@_made_up(4)
@given(made_up=registers())
def test_a_made_up_register_comes_back_as_it_was(tmp_path_factory, made_up):
    _comes_back(tmp_path_factory, made_up)


@pytest.mark.slow
@pytest.mark.once  # the fast ones go to both
@pytest.mark.django_db
@_made_up(10)
@given(made_up=registers())
def test_many_made_up_registers_come_back_as_they_were(tmp_path_factory, made_up):
    _comes_back(tmp_path_factory, made_up)


@pytest.mark.django_db
def test_a_dump_costs_the_same_number_of_queries_however_long_the_register(
    tmp_path, django_assert_max_num_queries
):
    load(read_register(SHIPPED))
    with django_assert_max_num_queries(60):
        _dump(tmp_path)
