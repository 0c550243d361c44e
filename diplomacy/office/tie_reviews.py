"""Reviews of ties: begun, written, signed off by somebody else with the facts of the day, kept."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import structs

from diplomacy.office.faults import NotNow
from diplomacy.office.models import TieReview
from diplomacy.registry.models import Relationship
from diplomacy.registry.publishing import set_next_review
from diplomacy.registry.queries.tie_facts import TieFacts, frozen, tie_facts
from diplomacy.registry.versions import signed, version_of

END = TieReview.Verdict.END


class Lacking(ValidationError):
    """What a review has to say before it can be signed, field by field."""


def begin(tie: Relationship, by: AbstractBaseUser) -> TieReview:
    """Return the open review of the tie, a new one where there is none. Raises NotNow."""
    with transaction.atomic():
        stored = Relationship.objects.locked().filter(pk=tie.pk).first()
        if stored is None or not stored.is_published:
            raise NotNow(_("Only a published tie is reviewed."))
        found = TieReview.objects.filter(relationship=stored, signed_at__isnull=True).first()
        if found is None:
            today = timezone.localdate()
            found = TieReview(relationship=stored, on=today, prepared_by=by)
            signed(found, by, "begun").save()
    return found


def may_sign(review: TieReview, user: AbstractBaseUser) -> bool:
    """Return whether `user` may sign off the review: four eyes, but an administrator may alone.

    Whoever has written on the sheet is not the one who checks it. One query.
    """
    if not user.has_perm("registry.publish_report") or review.is_signed:
        return False
    return user.has_perm("registry.publish") or not has_written(review, user)


def has_written(review: TieReview, user: AbstractBaseUser) -> bool:
    """Return whether `user` began the review or ever changed it. One query."""
    mine = review.history.filter(history_user=user).exclude(history_change_reason="signed off")
    return review.prepared_by_id == user.pk or mine.exists()


@transaction.atomic
def sign_off(review: TieReview, by: AbstractBaseUser, seen: str) -> TieReview:
    """Sign the review with the facts of today, which it keeps, and set the tie's next review.

    `seen` is the version that was read. Raises NotNow, Lacking, or a fault of `set_next_review`.
    """
    stored = locked(review)
    if seen != version_of(stored):
        raise NotNow(_("This was changed after you opened the page. Read it once more below."))
    if not may_sign(stored, by):
        raise NotNow(_("Somebody who has not written on this sheet signs it off."))
    today = timezone.localdate()
    _refuse_lacks(stored)
    alone = has_written(stored, by)
    act = "signed off alone" if alone else "signed off"
    # The tie first: who changes it meanwhile waits, and the facts are of what is then stored.
    set_next_review(stored.relationship, by, stored.next_on, f"reviewed: {stored.verdict}")
    stored.on, stored.signed_at, stored.signed_by = today, timezone.now(), by
    stored.facts = frozen(_facts(stored, alone=alone))
    signed(stored, by, act).save()
    return stored


@transaction.atomic
def discard(review: TieReview, by: AbstractBaseUser) -> None:
    """Delete a review that nobody has signed; its history stays. Raises NotNow."""
    stored = locked(review)
    signed(stored, by, "discarded").delete()


def locked(review: TieReview) -> TieReview:
    """Return the review as stored, locked until the transaction ends. Raises NotNow."""
    stored = TieReview.objects.select_for_update(of=("self",), no_key=True)
    found = stored.filter(pk=review.pk, signed_at__isnull=True).first()
    if found is None:
        raise NotNow(_("That cannot be done any more; this is how it stands."))
    return found


def _facts(review: TieReview, *, alone: bool) -> TieFacts:
    found = tie_facts(review.relationship.key, timezone.localdate())
    if found is None:
        raise NotNow(_("Only a published tie is reviewed."))
    return structs.replace(found, alone=alone)


def _refuse_lacks(review: TieReview) -> None:
    wrong = {}
    if not review.verdict:
        wrong["verdict"] = _("Say what you advise.")
    if not review.reasons.strip():
        wrong["reasons"] = _("Give the reasons.")
    if review.next_on is None and review.verdict != END:
        wrong["next_on"] = _("Say when the tie is to be reviewed next.")
    elif review.next_on is not None and review.next_on <= timezone.localdate():
        wrong["next_on"] = _("The next review lies ahead.")
    if wrong:
        raise Lacking(wrong)
