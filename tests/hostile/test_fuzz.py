"""Whatever is asked by chance, the answer is no error of ours and a page is valid HTML.

A few questions at all times, many in the slow set; the seed is fixed, so that a failure repeats.
"""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.accounts.roles import Role
from tests.hostile.everywhere import of_programs, of_readers, of_staff, rich_register
from tests.hostile.test_values import light, status_of
from tests.hostile.values import NAMES, STOCK, STRANGE, VALUES, raw
from tests.public.pages import parse
from tests.registry.admin.conftest import member
from tests.repeatable import repeatable

pytestmark = pytest.mark.django_db

FEW, MANY = 50, 300

TEXTS = st.one_of(
    st.sampled_from(VALUES),
    st.text(max_size=40).map(raw),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Nd"]), max_size=20).map(raw),
    st.binary(max_size=40).map(raw),
    st.integers().map(str),
)


@pytest.fixture(scope="module")
def register(made_once) -> None:
    rich_register()


def asked(addresses: list[str], names: list[str], number: int, look) -> None:
    pairs = st.lists(st.tuples(st.sampled_from([*names, *STRANGE]), TEXTS), max_size=4)

    @repeatable(number)
    @given(address=st.sampled_from(addresses), pairs=pairs)
    def ask(address, pairs) -> None:
        look(f"{address}?{'&'.join(f'{name}={value}' for name, value in pairs)}")

    ask()


def of_public(client: Client, number: int) -> None:
    def look(address: str) -> None:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500 or answer.status_code == 501
        assert "zqhidden" not in body.decode(errors="replace")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            parse(answer)

    asked(light([*of_readers(), *of_programs()]), NAMES, number, look)


def of_the_staff(number: int) -> None:
    client = Client()
    client.force_login(member(Role.ADMINISTRATOR))

    def look(address: str) -> None:
        assert status_of(client, address) < 500

    asked(light(of_staff()), [*STOCK, *NAMES], number, look)


def test_a_few_questions_to_the_public_site_are_answered(client, register):
    of_public(client, FEW)


def test_a_few_questions_to_the_staff_pages_are_answered(register):
    of_the_staff(FEW)


@pytest.mark.slow
def test_many_questions_to_the_public_site_are_answered(client, register):
    of_public(client, MANY)


@pytest.mark.slow
def test_many_questions_to_the_staff_pages_are_answered(register):
    of_the_staff(MANY)
