"""Putting lines of the desk off, and taking them up again."""

import re
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from msgspec import Struct

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.models import Snooze
from diplomacy.registry.queries.attention import Group, Line, attention
from diplomacy.registry.queries.attention.spans import in_both_calendars

PERIODS = {"week": 7, "month": 30, "quarter": 91}  # days
_LINE = re.compile(rf"(?:{'|'.join(Group.values)}):[a-z_]{{1,20}}:[a-z0-9-]{{1,80}}", re.ASCII)


class PutOff(Struct, frozen=True):
    """A line that is put off; `line` is None where it needs no attention any more."""

    id: str
    until: date
    line: Line | None


class SnoozeView(StaffMixin, View):
    """Hide a line from this person for a week, a month or three months.

    It leads back to the page of the `group` where the line stood on that page.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        line, period = request.POST.get("line", ""), request.POST.get("period", "")
        if not _LINE.fullmatch(line) or period not in PERIODS:
            raise BadRequest
        until = timezone.localdate() + timedelta(days=PERIODS[period])
        Snooze.objects.update_or_create(user=request.user, line=line, defaults={"until": until})
        said = _("Put off until %(date)s. The others still see it.")
        messages.success(request, said % {"date": in_both_calendars(until)})
        group = request.POST.get("group", "")
        return redirect("desk:group", group) if group in Group.values else redirect("desk:home")


class WakeView(StaffMixin, View):
    """Show a line again that this person had put off."""

    def post(self, request: HttpRequest) -> HttpResponse:
        line = request.POST.get("line", "")
        if not _LINE.fullmatch(line):
            raise BadRequest
        Snooze.objects.filter(user=request.user, line=line).delete()
        messages.success(request, _("It stands on the desk again."))
        return redirect("desk:snoozed")


class SnoozedView(StaffMixin, TemplateView):
    """What this person has put off, the first to come back first."""

    template_name = "office/desk_snoozed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        rows = list(Snooze.objects.hidden_from(user, today).order_by("until", "pk"))
        ids = [row.line for row in rows]
        found = attention(user, today, limit=len(ids), only=ids) if ids else []
        lines = {line.id: line for group in found for line in group.lines}
        put_off = [PutOff(row.line, row.until, lines.get(row.line)) for row in rows]
        return super().get_context_data(put_off=put_off, **kwargs)
