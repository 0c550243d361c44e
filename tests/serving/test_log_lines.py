"""What is blotted out of a line, and what stays."""

import json
import logging
import sys

import psycopg
import pytest
from django.db import IntegrityError

from diplomacy.serving.log_lines import JSONLine, PlainLine, fit, told


@pytest.mark.parametrize(
    "personal",
    [
        "sara@example.org",
        "آزمون@example.org",
        "192.0.2.44",
        "2001:db8::7:1:2",
        "?q=a+name&page=2",
        "m5wq0x7zk2h8d4t1c9v3b6n0p",
        "c2x9ab-0f3de0f3de0f3de0f3de0f3de",
    ],
)
def test_addresses_tokens_and_questions_are_blotted_out(personal):
    assert fit(f"No letter to ({personal}) now") in (
        "No letter to ([…]) now",
        "No letter to ([…] now",
    )


@pytest.mark.parametrize(
    "plain",
    [
        "relation registry_city_name_fa_key_unique is missing at 12:30:45",
        "Python 3.11.7 on 26 November: 100.5 %",
        "آزمون‌آباد: ۱۲ ردیف",
    ],
)
def test_what_is_not_personal_stays(plain):
    assert fit(plain) == plain


def test_a_message_is_one_line_of_bearable_length():
    assert fit("a\nb\r\x1b[31m\u2028c\x00") == "a\\nb\\r\\x1b[31m\\u2028c\\x00"
    assert len(fit("word " * 5000)) == 500


def test_a_sentence_of_the_database_loses_the_row_and_keeps_the_constraint():
    error = IntegrityError(
        'duplicate key violates unique constraint "accounts_user_key"\nDETAIL:  (name)=(Sara)'
    )
    assert told(error)["message"] == 'duplicate key violates unique constraint "accounts_user_key"'
    error = psycopg.OperationalError('connection to server at "192.0.2.1", port 5432 failed')
    assert told(error)["message"].startswith('connection to server at "[…]", port 5432')


def test_what_somebody_typed_is_not_told_of_an_error():
    with pytest.raises(ValueError, match="Sara") as raised:
        int("Sara 12")
    assert "Sara" not in told(raised.value)["message"]


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    return logging.LogRecord("a.logger", logging.ERROR, "file.py", 1, message, args, **more)


def test_a_line_of_json_holds_the_chain_of_errors():
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise TypeError("second") from error
    except TypeError:
        line = JSONLine().format(record("Failed: %s", "x", exc_info=sys.exc_info()))
    kinds = [error["kind"] for error in json.loads(line)["error"]]
    assert kinds == ["builtins.TypeError", "builtins.KeyError"]
    assert "\n" not in line


def test_a_call_with_too_many_values_is_no_lost_event():
    assert "three %s" in json.loads(JSONLine().format(record("three %s", 1, 2, exc_info=None))).get(
        "message"
    )


def test_a_message_that_is_an_error_is_blotted_like_it():
    try:
        raise ValueError("Not a name: 'Sara'")
    except ValueError as error:
        text = str(error)
        line = JSONLine().format(record(text, exc_info=sys.exc_info()))
    assert json.loads(line)["message"] == "Not a name: '[…]'"


def test_developers_see_an_error_in_full():
    try:
        raise ValueError("the value 'x'")
    except ValueError:
        shown = record("Failed", exc_info=sys.exc_info())
    assert "raise ValueError" in PlainLine(in_full=True).format(shown)
    assert "'x'" not in PlainLine().format(shown)
