"""Showing a record to the public, taking it back with a public reason, telling of a change."""

from collections.abc import Iterable, Mapping
from itertools import islice

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.registry.models import ChangeNote, Publication, Submission
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.models.reviewing import of_record
from diplomacy.registry.models.words import LANGUAGES, columns
from diplomacy.registry.versions import row_links, snapshot, version_of, write_over

from .faults import (
    AlreadyPublished,
    Clashes,
    Gone,
    Named,
    NotAllowed,
    NothingToShow,
    NotPublished,
    Outdated,
)
from .missing import missing
from .papers import with_closed_papers
from .reviewing import decide
from .rights import is_reviewed_by, may_discard, may_publish, may_review, open_submission
from .writing import locked, save

Sentences = Mapping[str, str]  # "fa", "en", "zh" → sentence


def publish(
    record: Publishable,
    by: AbstractBaseUser,
    note: str = "",
    *,
    public_note: Sentences | None = None,
    over: str = "",
    seen: str = "",
) -> Publishable:
    """Show `record` to the public and return it as stored; a draft copy becomes its original.

    What somebody else sent for review a reviewer may publish; without review only an
    administrator, and the history says so. `public_note` tells readers of a significant change.
    `seen` is the version of the record that `by` has read, "" for whatever it says now, and
    `over` that of the original of a copy.
    Raises NotAllowed, AlreadyPublished, Outdated, Clashes, or NothingToShow with all that is
    missing.
    """
    with transaction.atomic():
        stored = locked(record)
        act = _act_of_publishing(stored, by)
        if stored.is_published:
            raise AlreadyPublished(_("This is published already."))
        if seen and seen != version_of(stored):
            raise Outdated(
                _("This was changed after you opened the page. Read it once more below.")
            )
        if lacks := missing(stored):
            raise NothingToShow(lacks)
        if stored.revises_id:
            stored = _accepted(stored, by, act, note, over)
        else:
            decide(stored, by, Submission.Decision.PUBLISHED, note)
            _show(stored)
            save(stored, by, act, note)
        if public_note and any(public_note.values()):
            tell(stored, by, public_note)
    return stored


def withdraw(record: Publishable, by: AbstractBaseUser, reason: Sentences) -> Publishable:
    """Take `record` from the public and return it as stored.

    `reason` is public, in one language at least. Raises NotAllowed, NotPublished, or
    ValidationError where the reason is missing or too long.
    """
    if not may_review(by):
        raise NotAllowed(_("You may not publish or withdraw."))
    sentences = _sentences(reason)
    with transaction.atomic():
        stored = locked(record)
        if not stored.is_published:
            raise NotPublished(_("Only what is published can be withdrawn."))
        if not any(sentences.values()):
            raise ValidationError(_("Give the public reason in one language at least."))
        _set_reason(stored, sentences)
        stored.withdrawn_on = timezone.localdate()
        stored.publication = Publication.WITHDRAWN
        stored.clean_fields(exclude=_all_but_reason(stored))
        save(stored, by, "withdrawn", next(filter(None, sentences.values())))
    return stored


def discard(record: Publishable, by: AbstractBaseUser) -> None:
    """Delete a draft, or a draft copy, with its rows; its history stays.

    Raises NotAllowed, or Named where other records name it.
    """
    with transaction.atomic():
        stored = locked(record)
        if not may_discard(by, stored):
            raise NotAllowed(_("Only its author or an administrator may delete a draft."))
        stored._history_user = by
        try:
            stored.delete()
        except ProtectedError as fault:
            raise Named(
                _("It is named by: %(names)s. Take it out there first.")
                % {"names": _names(fault.protected_objects)}
            ) from fault


def tell(record: Publishable, by: AbstractBaseUser, words: Sentences) -> ChangeNote:
    """Tell readers today of a significant change to a published record, a sentence sent twice once.

    Raises NotAllowed, NotPublished, or ValidationError where the words are missing or too long.
    """
    if not may_review(by):
        raise NotAllowed(_("You may not publish or withdraw."))
    sentences = {f"words_{code}": text for code, text in _sentences(words).items()}
    note = ChangeNote(**of_record(record), day=timezone.localdate(), by=by, **sentences)
    if not note.words:
        raise ValidationError(_("Say in one language at least what changed."))
    with transaction.atomic():
        if not locked(record).is_published:
            raise NotPublished(_("Only what is published has readers to be told."))
        told = ChangeNote.objects.of(record).filter(day=note.day, **sentences).first()
        if told:
            return told
        note.full_clean()
        note.save()
    return note


def untell(record: Publishable, by: AbstractBaseUser, note: int) -> None:
    """Remove a note of a change from the public page; the record's history says so.

    Raises NotAllowed, Gone.
    """
    if not may_review(by):
        raise NotAllowed(_("You may not publish or withdraw."))
    with transaction.atomic():
        stored = locked(record)
        told = ChangeNote.objects.of(stored).filter(pk=note).first()
        if told is None:
            raise Gone(_("This note is not there any more."))
        told.delete()
        save(stored, by, "a note to readers was removed")


def _act_of_publishing(record: Publishable, by: AbstractBaseUser) -> str:
    """Return the act's name for the history. Raises NotAllowed."""
    if may_review(by) and is_reviewed_by(record, by):
        return "published"
    if may_publish(by):
        return "published without review"
    if may_review(by) and record.publication == Publication.IN_REVIEW:
        raise NotAllowed(_("Somebody else has to review what you have written."))
    raise NotAllowed(_("You may publish only what somebody else has sent for review."))


def _accepted(
    copy: Publishable, by: AbstractBaseUser, act: str, note: str, over: str
) -> Publishable:
    try:
        return _accept(copy, by, act, note, over)
    except ProtectedError:  # named in this moment: whoever tries once more leads it on
        raise
    except IntegrityError as fault:
        raise Clashes(
            _(
                "The copy contradicts what is recorded beside it: a link to itself, a link that"
                " stands already, a second tie of the same two cities. Nothing was written; mend"
                " the copy."
            )
        ) from fault


def _accept(copy: Publishable, by: AbstractBaseUser, act: str, note: str, over: str) -> Publishable:
    """Write a draft copy over its original, show it, and return it; the copy is gone then."""
    original = type(copy).objects.locked().get(pk=copy.revises_id)
    now = version_of(original)
    if now not in (copy.revises_version, over):
        raise Outdated(
            _("The published record was changed meanwhile. Look at both once more below.")
        )
    submission = open_submission(copy)
    author = submission.submitted_by if submission else _author(copy) or by
    said = with_closed_papers(snapshot(copy), original, by)
    # The name of the author stands in the reason, that of who accepted it beside the change.
    reason = f"{act}: a change by {author}" + (f": {note}" if note else "")
    decide(copy, by, Submission.Decision.PUBLISHED, note)
    _lead_to(original, copy)
    copy.publication = Publication.DRAFT  # nothing else can be deleted
    save(copy, by, f"written over {original.key}")
    copy.delete()
    _show(original)
    write_over(original, said, by, reason)
    return original


def _author(record: Publishable) -> AbstractBaseUser | None:
    first = record.history.select_related("history_user").order_by("history_id").first()
    return first and first.history_user


def _names(rows: Iterable[models.Model]) -> str:
    """Return the names of the records that these rows belong to, three at most."""
    owners = (getattr(row, "entry", None) or getattr(row, "relationship", row) for row in rows)
    return " · ".join(dict.fromkeys(map(str, islice(owners, 3))))


def _lead_to(original: Publishable, copy: Publishable) -> None:
    """Make what names the copy, and is no row of it, name the original. A query a relation."""
    own = row_links(type(copy))
    for relation in copy._meta.related_objects:
        table, column = relation.related_model, relation.field.attname
        if relation.parent_link or (table, column) in own:
            continue
        for row in table._base_manager.filter(**{column: copy.pk}):
            setattr(row, column, original.pk)
            row.save()


def _show(record: Publishable) -> None:
    record.published_at = record.published_at or timezone.now()
    record.withdrawn_on = None
    _set_reason(record, {})
    record.publication = Publication.PUBLISHED


def _sentences(given: Sentences) -> dict[str, str]:
    return {code: (given.get(code) or "").strip() for code in LANGUAGES}


def _set_reason(record: Publishable, sentences: Sentences) -> None:
    for code, column in zip(LANGUAGES, columns("withdrawn_reason"), strict=True):
        setattr(record, column, sentences.get(code, ""))


def _all_but_reason(record: Publishable) -> set[str]:
    names = {field.name for field in record._meta.fields}
    return names - set(columns("withdrawn_reason"))
