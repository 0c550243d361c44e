"""The calendar of a member of staff, at an address that only they know."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from diplomacy.office.reminders.address import owner
from diplomacy.office.reminders.days import days
from diplomacy.office.reminders.feed import calendar_file


@login_not_required  # a calendar program cannot sign in; the secret opens
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar that the secret opens, in its owner's language; 404 for any other."""
    user = owner(secret)
    if user is None:
        raise Http404
    with override(user.language):
        content = calendar_file(
            _("Days of the desk"), days(user, timezone.localdate()), timezone.now()
        )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": "inline; filename=desk.ics",
            "Content-Language": user.language,
            "X-Robots-Tag": "noindex",
        },
    )
