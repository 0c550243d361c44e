"""How well news is read: on texts that the rules were made with, on texts that they were not.

And on some that were written to mislead them.
"""

import pytest

from .measure import report, score
from .texts import texts


@pytest.mark.parametrize(("name", "floor"), [("tuning", 0.97), ("held_out", 0.93), ("hard", 0.7)])
def test_most_of_what_is_proposed_is_right_and_most_of_what_is_there_is_proposed(
    name, floor, capsys
):
    with capsys.disabled():
        print(f"\n{report(name)}")  # noqa: T201 - the figures are what the issue asks for
    counted = score(name)
    assert counted.precision() >= floor
    assert counted.recall() >= floor


@pytest.mark.parametrize(("name", "each"), [("tuning", 6), ("held_out", 6), ("hard", 3)])
def test_the_texts_are_said_to_be_made_up_and_stand_in_three_languages(name, each):
    assert all(text["made_up"] for text in texts(name))
    languages = [text["language"] for text in texts(name)]
    assert {code: languages.count(code) for code in ("fa", "en", "zh")} == dict.fromkeys(
        ("fa", "en", "zh"), each
    )
