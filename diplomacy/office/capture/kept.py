"""Screens that somebody began: kept while they type, offered again, gone once saved."""

import re
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict
from msgspec import Struct

from diplomacy.office.models import KeptForm
from diplomacy.registry.models.base import new_key

MOST = 40  # kept for one person; the oldest go first
LONGEST = 60_000  # characters of one screen

_TOKEN = re.compile(r"[a-z0-9]{10}", re.ASCII)
_UNKEPT = ("csrfmiddlewaretoken", "act", "more", "proposed")


class Kept(Struct, frozen=True):
    """A kept screen: its token, what it is called, and when it was last typed in."""

    token: str
    title: str
    at: datetime


class TooLong(ValueError):
    """The typed text is longer than is kept."""


def new_token() -> str:
    """Return what tells one screen from all others: the key of the record that comes of it."""
    return new_key()


def is_token(text: str) -> bool:
    """Return whether the text can be the token of a screen."""
    return bool(_TOKEN.fullmatch(text))


def form_name(kind: str, key: str, token: str) -> str:
    """Return the name of one screen of a person: `key` is "" for a new record."""
    return f"{kind}:{key}:{token}"


def keep(user: AbstractBaseUser, name: str, typed: QueryDict) -> None:
    """Keep what is typed so far. Raises TooLong."""
    sent = typed.copy()
    for field in _UNKEPT:
        sent.pop(field, None)
    text = sent.urlencode()
    if len(text) > LONGEST:
        raise TooLong
    KeptForm.objects.update_or_create(user=user, form=name, defaults={"typed": text})
    old = KeptForm.objects.filter(user=user).order_by("-kept_at").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(old[MOST:])).delete()


def discard(user: AbstractBaseUser, name: str) -> None:
    """Forget a kept screen."""
    KeptForm.objects.filter(user=user, form=name).delete()


def typed_in(user: AbstractBaseUser, name: str) -> QueryDict | None:
    """Return what was kept of a screen, None where nothing was."""
    found = KeptForm.objects.filter(user=user, form=name).first()
    return QueryDict(found.typed) if found else None


def kept_screens(user: AbstractBaseUser, kind: str, key: str) -> list[Kept]:
    """Return the screens of a kind, or of one draft, that somebody has not finished. One query."""
    found = KeptForm.objects.filter(user=user, form__startswith=form_name(kind, key, ""))
    return [
        Kept(one.form.rpartition(":")[2], _title(QueryDict(one.typed)), one.kept_at)
        for one in found.order_by("-kept_at")[:5]
    ]


def _title(typed: QueryDict) -> str:
    names = ("title_fa", "title_en", "title_zh", "city_words")
    return next((typed[name][:120] for name in names if typed.get(name)), "")
