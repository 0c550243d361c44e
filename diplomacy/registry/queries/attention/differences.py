"""Differences between sources that nobody has settled."""

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from diplomacy.registry.models import Difference, Relationship

from .lines import Asked, Attention, Group, Line


def differences(asked: Asked) -> Attention:
    """Return the open ones, for those who may settle them. One query.

    First those that make a tie's form disputed.
    """
    if not asked.user.has_perm("registry.change_difference"):
        return Attention(Group.DIFFERENCES, ())
    return asked.take(_open(), Group.DIFFERENCES).lines(Group.DIFFERENCES, _line)


def _open() -> QuerySet[Difference]:
    return (
        Difference.objects.filter(
            state=Difference.State.OPEN,
            entry__revises__isnull=True,
            relationship__revises__isnull=True,
        )
        .select_related("relationship__partner", "entry", "city")
        .order_by(Case(When(field__in=Difference.DISPUTES, then=0), default=1), "key")
    )


def _line(difference: Difference) -> Line:
    subject = difference.subject
    about = subject.partner if isinstance(subject, Relationship) else subject
    return Line(
        Group.DIFFERENCES,
        "difference",
        difference.key,
        difference.point or difference.key,
        _("the sources differ: %(point)s") % {"point": difference.get_field_display()},
        pk=difference.pk,
        places=(str(about),),
    )
