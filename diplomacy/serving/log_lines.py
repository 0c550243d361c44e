"""One line for each event, whatever is in it, and in it nothing about a person.

What came from outside is escaped: no line can be made to look like two, nor move the cursor of
whoever reads it. Of an error its kind, the places in the code and the first sentence are told;
values that somebody typed, addresses and tokens are blotted out.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from django.db import Error as DatabaseFault
from django.http import HttpRequest

from .request_log import request_id, route_of

LONGEST = 500  # signs of a message
MOST_FRAMES = 25

BLOT = "[…]"
PERSONAL = re.compile(
    r"(?<![^\s<>\"'=(:])[^\s<>\"'=(:]+@[^\s<>\"')]+"  # addresses of mail
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"  # of machines
    r"|(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])"
    # keys of sessions, one-time links, calendars
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}"
    r"|\?[^\s\"']+"  # what was asked for
)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Their quotes hold names in the program, or in the database.
OF_THE_PROGRAM = (AttributeError, TypeError, NameError, ImportError, DatabaseFault)


class OfAnError(logging.Filter):
    """Lets through what comes with an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)


class JSONLine(logging.Formatter):
    """A line that programs read: an object of JSON, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
        }
        if number := request_id():
            line["request"] = number
        line |= getattr(record, "facts", {})
        if error := _error(record):
            line["error"] = [told(one) for one in chain(error)]
        return json.dumps(line, ensure_ascii=True)


class PlainLine(logging.Formatter):
    """A line that people read; what belongs to an error follows it, `in_full` for developers."""

    def __init__(self, in_full: bool = False) -> None:
        super().__init__()
        self._in_full = in_full

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone()
        facts = getattr(record, "facts", {}).values()
        words = [message_of(record), *(escaped(str(fact)) for fact in facts)]
        number = f" [{request_id()[:8]}]" if request_id() else ""
        line = f"{when:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}{number}: "
        lines = [line + " ".join(words)]
        if (error := _error(record)) and self._in_full:
            lines.append(self.formatException(record.exc_info))
        elif error:
            for one in map(told, chain(error)):
                lines += [f"  {one['kind']}: {one['message']}"]
                lines += [f"    {frame}" for frame in one["stack"]]
        return "\n".join(lines)


def message_of(record: logging.LogRecord) -> str:
    """Return the message, with the pattern of an address in place of the address."""
    request, args, error = getattr(record, "request", None), record.args, _error(record)
    if error is not None and not args and str(record.msg) == str(error):
        return told(error)["message"]
    if isinstance(request, HttpRequest) and isinstance(args, tuple):
        args = tuple(
            route_of(request) if isinstance(part, str) and part.startswith("/") else part
            for part in args
        )
    try:
        text = str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError):  # a fault in the call is no reason to lose the event
        text = str(record.msg)
    return fit(text)


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and those that it came from."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        context = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or context


def told(error: BaseException) -> dict[str, Any]:
    """Return what may be told of an error: PostgreSQL adds the row in question to the sentence."""
    first = next(iter(str(error).splitlines()), "")
    if not isinstance(error, OF_THE_PROGRAM) and not _of_a_driver(error):
        first = QUOTED.sub(f"'{BLOT}'", first)
    frames = extract_tb(error.__traceback__)[-MOST_FRAMES:]
    return {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": fit(first),
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def fit(text: str) -> str:
    """Return the text in one line of bearable length, with nothing about a person."""
    return escaped(PERSONAL.sub(BLOT, text))[:LONGEST]


def escaped(text: str) -> str:
    """Return the text with every sign that moves a cursor, or ends a line, written out."""
    return CONTROL.sub(lambda sign: sign[0].encode("unicode_escape", "replace").decode(), text)


def _of_a_driver(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in ("psycopg", "sqlite3")


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None
