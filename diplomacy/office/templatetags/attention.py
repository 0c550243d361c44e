"""Where a line of the desk leads, and what can be done about it."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import Entry, Publication, Relationship
from diplomacy.registry.models.base import Keyed, Publishable
from diplomacy.registry.queries.attention import Group, Line
from diplomacy.registry.queries.attention.reports import NOT_RECORDED

register = template.Library()


class Action(Struct, frozen=True):
    """A link with the words on it."""

    label: str | Promise
    url: str


# What to do about a line, and where in the record's form.
_FIELDS: dict[Group, tuple[Promise, str]] = {
    Group.OVERDUE: (_("Record what came of it"), ""),
    Group.PROMISES: (_("Record what came of it"), ""),
    Group.UNASSESSED: (_("Review the promise"), ""),
    Group.REVIEWED_LONG_AGO: (_("Review the promise"), ""),
    Group.TERMS: (_("Enter the new term"), "#id_expires"),
    Group.REPORTS: (_("Note the report"), "#id_report_filed_on"),
    Group.REVIEW: (_("Review"), ""),
    Group.SENT_BACK: (_("Mend it"), ""),
    Group.CORRECTIONS: (_("Decide"), ""),
    Group.DIFFERENCES: (_("Compare"), ""),
    Group.UNSOURCED: (_("Add a source"), "#citations-group"),
    Group.UNTRANSLATED: (_("Translate the title"), "#id_title_en"),
}

# Their action has a screen of its own.
_ASSESSED = (Group.OVERDUE, Group.PROMISES, Group.UNASSESSED, Group.REVIEWED_LONG_AGO)

# A visit of which nobody knows whether it took place has no report yet.
_WHETHER = (_("Record whether it took place"), "#id_progress")


@register.filter
def line_url(line: Line) -> str:
    """Return the address of what the line is about."""
    if line.noun == "difference":
        return reverse("admin:registry_difference_change", args=[line.pk])
    if line.noun == "correction":
        return reverse("desk:correction", args=[line.pk])
    return reverse("desk:record", args=[line.noun, line.key])


@register.simple_tag(takes_context=True)
def line_action(context: template.Context, line: Line) -> Action | None:
    """Return what the person can do about the line; None where it is only to be known.

    Whoever may not change what readers see goes to the record's page, where a draft copy begins.
    """
    user = context["request"].user
    if line.group not in _FIELDS or not user.has_perm("registry.submit"):
        return None
    label, field = _WHETHER if line.stage == NOT_RECORDED else _FIELDS[line.group]
    if line.group in _ASSESSED:
        return Action(label, reverse("desk:assess", args=[line.key]))
    if not field or not user.has_perm("registry.publish"):
        return Action(label, line_url(line))
    return Action(label, reverse(f"admin:registry_{line.noun}_change", args=[line.pk]) + field)


@register.filter
def record_url(record: Keyed) -> str:
    """Return the staff page of any record that a search finds."""
    if isinstance(record, Relationship):
        return reverse("desk:record", args=["tie", record.key])
    if isinstance(record, Entry):
        return reverse("desk:record", args=[record.kind, record.key])
    return reverse(f"admin:registry_{record._meta.model_name}_change", args=[record.pk])


@register.filter
def draft_state(record: Keyed) -> str:
    """Return in what state it is before the public, "" where that is not asked of it."""
    if not isinstance(record, Publishable):
        return ""
    if record.revises_id and record.publication == Publication.DRAFT:
        return _("draft of a change")
    return record.get_publication_display()
