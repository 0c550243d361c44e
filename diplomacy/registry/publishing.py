"""Showing a record to the public, and taking it back with a public reason.

Drafts are written through forms; these are the writes with a check before them.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Entry, Publication, Relationship
from .models.base import Publishable
from .models.words import LANGUAGES, columns

# The name of the act stands before the note in the history's reason, which holds 100 characters.
REASON_LENGTH = 100


class NotAllowed(PermissionDenied):
    """Somebody without the right to publish tried to."""


class NothingToShow(ValidationError):
    """The record is not fit to be shown; `message_dict` says what is missing, field by field."""


class NotPublished(ValidationError):
    """There is nothing to withdraw: the record is not public."""


class AlreadyPublished(ValidationError):
    """The record is public as it stands."""


def may_publish(user: AbstractBaseUser) -> bool:
    """Return whether `user` may publish and withdraw."""
    return user.has_perm("registry.publish")


def missing(record: Publishable) -> dict[str, list[str]]:
    """Return what `record` lacks before readers may see it: field → messages, empty if nothing.

    Two queries at most. The rules are those of the domain: a title in the register's own
    language, a date or the reason why there is none, and a source.
    """
    check = _missing_of_tie if isinstance(record, Relationship) else _missing_of_entry
    return check(record)


def publish(record: Publishable, by: AbstractBaseUser, note: str = "") -> Publishable:
    """Show `record` to the public and return it as stored.

    Raises NotAllowed, AlreadyPublished, or NothingToShow with all that is missing.
    """

    def show(stored: Publishable) -> None:
        if stored.is_published:
            raise AlreadyPublished(_("This is published already."))
        if lacks := missing(stored):
            raise NothingToShow(lacks)
        stored.published_at = stored.published_at or timezone.now()
        stored.withdrawn_on = None
        _set_reason(stored, {})
        stored.publication = Publication.PUBLISHED

    return _write(record, by, show, "published", note)


def withdraw(record: Publishable, by: AbstractBaseUser, reason: Mapping[str, str]) -> Publishable:
    """Take `record` from the public and return it as stored.

    `reason` is public: "fa", "en" or "zh" → sentence, in one language at least. Raises
    NotAllowed, NotPublished, or ValidationError where the reason is missing or too long.
    """
    sentences = {code: (reason.get(code) or "").strip() for code in LANGUAGES}

    def hide(stored: Publishable) -> None:
        if not stored.is_published:
            raise NotPublished(_("Only what is published can be withdrawn."))
        if not any(sentences.values()):
            raise ValidationError(_("Give the public reason in one language at least."))
        _set_reason(stored, sentences)
        stored.withdrawn_on = _today()
        stored.publication = Publication.WITHDRAWN
        stored.clean_fields(exclude=_all_but_reason(stored))

    return _write(record, by, hide, "withdrawn", next(filter(None, sentences.values()), ""))


def _write(
    record: Publishable,
    by: AbstractBaseUser,
    change: Callable[[Publishable], None],
    act: str,
    note: str,
) -> Publishable:
    """Apply `change` to the stored record, locked, so that two people cannot both act on it."""
    if not may_publish(by):
        raise NotAllowed(_("You may not publish or withdraw."))
    kind = type(record.leaf) if isinstance(record, Entry) else type(record)
    with transaction.atomic():
        stored = kind.objects.locked().get(pk=record.pk)
        change(stored)
        stored._history_user = by
        stored._change_reason = ": ".join(filter(None, [act, note]))[:REASON_LENGTH]
        stored.save()
    return stored


def _missing_of_entry(entry: Entry) -> dict[str, list[str]]:
    lacks: dict[str, list[str]] = {}
    title = f"title_{_home_language()}"
    if not getattr(entry, title):
        lacks[title] = [_("A title in the register’s own language is missing.")]
    if not entry.start.is_known and not entry.date_why:
        lacks["start"] = [_("Give a date, or say below why there is none.")]
    if not entry.citations.exists():
        lacks["citations"] = [_("At least one source is missing.")]
    return lacks


def _missing_of_tie(tie: Relationship) -> dict[str, list[str]]:
    lacks: dict[str, list[str]] = {}
    for end in ("home_end", "partner"):
        if not getattr(getattr(tie, end), f"name_{_home_language()}"):
            lacks[end] = [_("This city has no name in the register’s own language.")]
    if tie.aim and not tie.citations.filter(about="aim").exists():
        lacks["aim"] = [_("An aim needs a source that states it.")]
    return lacks


def _set_reason(record: Publishable, sentences: Mapping[str, str]) -> None:
    for code, column in zip(LANGUAGES, columns("withdrawn_reason"), strict=True):
        setattr(record, column, sentences.get(code, ""))


def _all_but_reason(record: Publishable) -> set[str]:
    names = {field.name for field in record._meta.fields}
    return names - set(columns("withdrawn_reason"))


def _home_language() -> str:
    return settings.HOME_LANGUAGE[:2]


def _today() -> date:
    return timezone.localdate()
