"""Ties in which nothing has happened for long, as far as staff vouch for the record."""

from django.utils.translation import gettext as _

from diplomacy.registry.models import Publication, Relationship
from diplomacy.registry.queries.standing import Activity, Standing, standings, with_contacts

from .lines import Asked, Attention, Group, Line
from .spans import from_today, in_both_calendars


def silent(asked: Asked) -> Attention:
    """Return the ties that are quiet or dormant, leading ones and the latest turned first.

    Only a tie whose record staff vouch for can be either. Five queries, one without such ties.
    """
    vouched = (
        Relationship.objects.originals()
        .exclude(publication=Publication.WITHDRAWN)
        .filter(recorded_until__isnull=False)
        .select_related("home_end", "partner")
    )
    ties = list(with_contacts(vouched, public=False, on=asked.on))
    if not ties:
        return Attention(Group.SILENT, ())
    still = [
        where
        for where in standings(ties, asked.on, public=False).values()
        if where.activity.value in (Activity.QUIET, Activity.DORMANT)
    ]
    still.sort(
        key=lambda where: (
            not where.relationship.leading,
            -where.activity.last.last.toordinal(),
            where.relationship.key,
        )
    )
    return asked.cut([_line(where, asked) for where in still], Group.SILENT)


def _line(where: Standing, asked: Asked) -> Line:
    tie, last = where.relationship, where.activity.last
    why = _("%(activity)s: the last contact was %(when)s, %(date)s") % {
        "activity": where.activity.value.label,
        "when": from_today(last.last, asked.on),
        "date": in_both_calendars(last),
    }
    return Line(
        Group.SILENT,
        "tie",
        tie.key,
        str(tie.partner),
        why,
        day=last.last,
        stage=where.activity.value.value,
        pk=tie.pk,
    )
