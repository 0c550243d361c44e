"""Where a tie stands today, as readers see it and with what is not published yet."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import Relationship
from diplomacy.registry.queries.standing import Standing, standing

_WAITING = {
    "home": gettext_lazy("waiting on our side"),
    "partner": gettext_lazy("waiting on the partner"),
    "unrecorded": gettext_lazy("on whom it waits is not recorded"),
}


class Line(Struct, frozen=True):
    """What one axis says for readers and with drafts."""

    label: str | Promise
    public: str
    staff: str

    @property
    def differs(self) -> bool:
        return self.public != self.staff


def both_standings(tie: Relationship) -> SafeString:
    """Return both standings of today as a table. At most ten queries, however long the history."""
    today = timezone.localdate()
    public, staff = (standing(tie, today, public=only, grounds=True) for only in (True, False))
    columns = zip(_told(public), _told(staff), strict=True)
    context = {
        "today": both_calendars(PartialDate.of(today)),
        "lines": [Line(label, seen, known) for (label, seen), (_label, known) in columns],
        "is_stale": public.has_stale_sentence,
        "written_on": tie.sentence_on and both_calendars(PartialDate.of(tie.sentence_on)),
    }
    return render_to_string("admin/registry/standings.html", context)


def _told(where: Standing) -> list[tuple[str, str]]:
    form, stage = where.form, where.stage
    scopes = [restriction.get_scope_display() for restriction in where.restrictions]
    return [
        (_("Sentence"), where.sentence),
        (_("Form"), _listed(form.value.label, form.perhaps and form.perhaps.label)),
        (_("Since"), _dated(form.since)),
        (_("Stage"), _listed(stage.value.label, _WAITING.get(stage.waiting_on))),
        (_("Activity"), _listed(where.activity.value.label, _dated(where.activity.last))),
        (_("Restriction"), _listed(*scopes)),
        (_("How we know"), _listed(where.certainty.value.label)),
    ]


def _listed(*texts: str | Promise | None) -> str:
    return capfirst(" · ".join(str(text) for text in texts if text))


def _dated(day: PartialDate) -> str:
    return both_calendars(day) if day.is_known else ""
