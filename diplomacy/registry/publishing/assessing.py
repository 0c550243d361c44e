"""A verdict on a promise: who may say which, with what evidence, and how it is written down."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    Commitment,
    CommitmentReview,
    Entry,
    EntryLink,
    Publication,
    Source,
)
from diplomacy.registry.models.base import Record
from diplomacy.registry.versions import signed, version_of

from .acts import Sentences, tell
from .faults import EarlierThanLast, NotAllowed, NotPublished, Outdated
from .writing import locked, save, write_with_copy

_Verdict = CommitmentReview.Verdict

# These say that somebody did not keep their word, and so need a word that was given.
BREACHES = frozenset({_Verdict.STALLED, _Verdict.NOT_DELIVERED, _Verdict.WITHDRAWN})
# These say that something was done, and so need something to show for it.
DEEDS = frozenset({_Verdict.PARTLY, _Verdict.DELIVERED})


class Assessment(Struct, frozen=True):
    """What a reviewer found on a day. `sentence` is public; `told` tells readers of the change.

    `source` is the evidence, perhaps one that is new to the register; `delivered_by` are the
    entries that deliver the promise.
    """

    verdict: str
    on: date
    sentence: Sentences = field(default_factory=dict)
    source: Source | None = None
    delivered_by: Sequence[Entry] = ()
    told: Sentences = field(default_factory=dict)


def verdicts_on(promise: Commitment) -> list[tuple[str, str]]:
    """Return the verdicts that its force allows, with their words."""
    given = promise.force in Commitment.PROMISED
    return [(code, words) for code, words in _Verdict.choices if given or code not in BREACHES]


def may_assess(user: AbstractBaseUser) -> bool:
    """Return whether `user` may put a verdict on a published promise."""
    return user.has_perm("registry.assess")


def assess(
    record: Commitment,
    by: AbstractBaseUser,
    found: Assessment,
    *,
    seen: str = "",
    earlier: bool = False,
) -> CommitmentReview:
    """Write a verdict onto a published promise, all of it or nothing, and return it.

    `seen` is the version of the promise that `by` has read, "" for whatever it says now;
    `earlier` lets the day lie before that of the last review. A draft copy of the promise that
    somebody is writing gets the verdict too, so that its acceptance does not take it away.
    Raises NotAllowed, Gone, NotPublished, Outdated, EarlierThanLast, or ValidationError with all
    that is wrong, field by field.
    """
    if not may_assess(by):
        raise NotAllowed(_("Only a reviewer puts a verdict on a promise."))
    with transaction.atomic():
        stored = locked(record)
        if not stored.is_published:
            raise NotPublished(_("Only a published promise is assessed."))
        if seen and seen != version_of(stored):
            raise Outdated(
                _("This was changed after you opened the page. Read it once more below.")
            )
        delivering = _locked_published(found.delivered_by)
        review = _checked(stored, found, by)
        if not earlier:
            _refuse_earlier(stored, review)
        if review.source and review.source._state.adding:
            signed(review.source, by, f"evidence on {stored.key}").save()
            review.source_id = review.source.pk
        act = f"assessed: {found.verdict}"
        for entry in delivering:
            _write(entry, partial(_link_row, promise=stored), by, act)
        written = _write(stored, partial(_review_row, review), by, act)
        if any(found.told.values()):
            tell(stored, by, found.told)
    return written


def _checked(stored: Commitment, found: Assessment, by: AbstractBaseUser) -> CommitmentReview:
    """Return the review, not yet stored. Raises ValidationError with all that is wrong."""
    wrong: dict[str, str] = {}
    if found.on > timezone.localdate():
        wrong["on"] = _("This day is still to come.")
    elif stored.start.is_known and found.on < stored.start.first:
        wrong["on"] = _("This day lies before that of the promise.")
    if found.verdict in BREACHES and stored.force not in Commitment.PROMISED:
        wrong["verdict"] = _(
            "This was no undertaking and no plan, so nobody can have broken it. Say that there is"
            " no evidence, or what came of it."
        )
    if found.verdict in DEEDS and not (found.source or found.delivered_by or _is_linked(stored)):
        wrong["source"] = _(
            "What was delivered needs evidence: a source, or an entry that delivers it."
        )
    if found.verdict == _Verdict.NOT_DELIVERED and not (wrong or found.source):
        wrong["source"] = _("That something was not delivered needs evidence: a source.")
    sentence = {f"words_{code}": text.strip() for code, text in found.sentence.items()}
    if found.verdict not in CommitmentReview.UNDECIDED and not any(sentence.values()):
        wrong["sentence"] = _("A verdict needs a public sentence that gives its reason.")
    if wrong:
        raise ValidationError(wrong)
    review = CommitmentReview(
        commitment=stored,
        verdict=found.verdict,
        on=PartialDate.of(found.on),
        source=found.source,
        reviewer=by,
        **sentence,
    )
    review.clean_fields(exclude=["commitment", "source", "reviewer"])
    return review


def _refuse_earlier(stored: Commitment, review: CommitmentReview) -> None:
    last = stored.reviews.order_by("on", "id").last()
    if last and last.on.is_known and review.on.first < last.on.first:
        raise EarlierThanLast(
            _("This day lies before that of the last review, which goes on to count."), last
        )


def _is_linked(promise: Commitment) -> bool:
    links = EntryLink.objects.filter(to=promise.pk, kind=EntryLink.Kind.DELIVERS)
    return links.filter(entry__publication=Publication.PUBLISHED).exists()


def _locked_published(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries as stored, locked, in one order for all. Raises NotPublished."""
    found = [locked(entry) for entry in sorted(entries, key=lambda entry: entry.pk)]
    if not all(entry.is_published for entry in found):
        raise NotPublished(_("An entry that delivers a promise has to be published."))
    return found


def _review_row(review: CommitmentReview, promise: Commitment) -> CommitmentReview:
    """Return a row like the review that belongs to `promise`, its original or a copy."""
    values = {
        each.attname: getattr(review, each.attname)
        for each in review._meta.concrete_fields
        if not each.primary_key and each.name != "commitment"
    }
    return CommitmentReview(commitment=promise, **values)


def _link_row(entry: Entry, promise: Commitment) -> EntryLink | None:
    """Return the link by which the entry delivers the promise, None where it stands already."""
    if entry.links.filter(kind=EntryLink.Kind.DELIVERS, to=promise.pk).exists():
        return None
    return EntryLink(entry=entry.entry_ptr, kind=EntryLink.Kind.DELIVERS, to=promise.entry_ptr)


def _write(
    record: Entry, row_of: Callable[[Entry], Record | None], by: AbstractBaseUser, act: str
) -> Record | None:
    """Save the record and a new row of it, signed, and return the row; nothing for no row.

    A draft copy gets a row too.
    """
    row = row_of(record)
    if row is None:
        return None

    def write(target: Entry) -> None:
        save(target, by, act)
        new = row if target is record else row_of(target)
        if new is not None:
            signed(new, by, act).save()

    write_with_copy(record, write)
    return row
