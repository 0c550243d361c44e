"""Annual reports at the desk: begun, published with their data, withdrawn, drawn up anew."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.office.faults import NotNow
from diplomacy.registry.models import YearReport
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.queries.annual_report import annual_report, frozen
from diplomacy.registry.queries.years import Year, year
from diplomacy.registry.versions import signed, version_of

State = YearReport.State


def start(of_year: Year, by: AbstractBaseUser) -> YearReport:
    """Return the report of the year, a new draft where there is none.

    Raises NotNow where the year has not begun.
    """
    if of_year.first > timezone.localdate():
        raise NotNow(_("The year has not begun."))
    with transaction.atomic():
        found = YearReport.objects.filter(year=of_year.number).first()
        if found is None:
            found = YearReport(year=of_year.number)
            signed(found, by, "begun").save()
    return found


@transaction.atomic
def publish(record: YearReport, by: AbstractBaseUser, seen: str) -> YearReport:
    """Publish the draft with the data of today, which it keeps, and return it.

    `seen` is the version that was read. Raises NotNow for another state, or another version.
    """
    stored = locked(record, State.DRAFT)
    if seen != version_of(stored):
        raise NotNow(_("This was changed after you opened the page. Read it once more below."))
    stored.frozen = frozen(annual_report(_year(stored), timezone.localdate()))
    stored.state = State.PUBLISHED
    stored.published_at, stored.published_by = timezone.now(), by
    signed(stored, by, "published").save()
    return stored


@transaction.atomic
def withdraw(record: YearReport, by: AbstractBaseUser, reason: Mapping[str, str]) -> YearReport:
    """Take the report from readers with a public reason in one language at least. Raises NotNow."""
    stored = locked(record, State.PUBLISHED)
    for code in LANGUAGES:
        setattr(stored, f"withdrawn_reason_{code}", reason.get(code, ""))
    stored.withdrawn_on = timezone.localdate()
    stored.state = State.WITHDRAWN
    signed(stored, by, "withdrawn").save()
    return stored


@transaction.atomic
def draw_up_anew(record: YearReport, by: AbstractBaseUser) -> YearReport:
    """Make a withdrawn report a draft again, its introduction kept. Raises NotNow.

    Readers go on to see that it was withdrawn, and why, until the new edition is published; what
    the old one was made of stays in the history.
    """
    stored = locked(record, State.WITHDRAWN)
    stored.state, stored.frozen = State.DRAFT, None
    stored.published_at = stored.published_by = None
    signed(stored, by, "drawn up anew").save()
    return stored


@transaction.atomic
def discard(record: YearReport, by: AbstractBaseUser) -> None:
    """Delete a draft that readers never saw; its history stays. Raises NotNow."""
    stored = locked(record, State.DRAFT)
    if stored.withdrawn_on is not None:
        raise NotNow(_("Readers know an earlier edition: its withdrawal has to stay."))
    stored._history_user = by
    stored.delete()


def locked(record: YearReport, state: str) -> YearReport:
    """Return the report as stored, locked until the transaction ends. Raises NotNow."""
    stored = YearReport.objects.locked().filter(pk=record.pk).first()
    if stored is None or stored.state != state:
        raise NotNow(_("That cannot be done any more; this is how it stands."))
    return stored


def _year(record: YearReport) -> Year:
    found = year(record.year)
    if found is None:
        raise NotNow(_("No calendar has this year."))
    return found
