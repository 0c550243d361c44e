"""What readers say is wrong, and nobody has looked at yet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.registry.models import Correction

from .lines import Asked, Attention, Group, Line
from .spans import from_today


def corrections(asked: Asked) -> Attention:
    """Return the open ones, the longest waiting first, for those who decide on them. One query.

    What the reader wrote stays at the desk: a digest goes out by mail.
    """
    if not asked.user.has_perm("registry.decide"):
        return Attention(Group.CORRECTIONS, ())
    rows = Correction.objects.filter(decision="").order_by("received_at", "pk")

    def line(one: Correction) -> Line:
        day = min(timezone.localdate(one.received_at), asked.on)
        return Line(
            Group.CORRECTIONS,
            "correction",
            one.token,
            one.title or one.page,
            _("a reader wrote, %(when)s") % {"when": from_today(day, asked.on)},
            pk=one.pk,
        )

    return asked.take(rows, Group.CORRECTIONS, {"token": ("correction",)}).lines(
        Group.CORRECTIONS, line
    )
