"""The first page after sign-in: what needs attention, most urgent first."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView
from msgspec import Struct

from diplomacy.accounts.access import StaffMixin
from diplomacy.calendars import PartialDate
from diplomacy.office.models import Snooze
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import Entry, Relationship
from diplomacy.registry.publishing import missing
from diplomacy.registry.queries.attention import Group, attention
from diplomacy.registry.queries.drafts import draft_ties, drafts
from diplomacy.registry.queries.quality import quality

DRAFTS_SHOWN = 5
GROUP_LIMIT = 200  # lines on the page of one group


class OwnDraft(Struct, frozen=True):
    """A draft of the person at the desk, and how many things it lacks."""

    record: Entry | Relationship
    missing: int


class DeskView(StaffMixin, TemplateView):
    """All groups, the person's own drafts, and how complete the register is."""

    template_name = "office/desk.html"
    extra_context: ClassVar = {"section": "desk:home"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        hidden = set(Snooze.objects.hidden_from(user, today).values_list("line", flat=True))
        return super().get_context_data(
            today=today,
            day_in_words=both_calendars(PartialDate.of(today)),
            groups=attention(user, today, without=hidden),
            snoozed=len(hidden),
            drafts=_own_drafts(user) if user.has_perm("registry.submit") else [],
            quality=quality(today),
            **kwargs,
        )


class GroupView(StaffMixin, TemplateView):
    """One group at full length."""

    template_name = "office/desk_group.html"

    def get_context_data(self, group: str, **kwargs: Any) -> dict[str, Any]:
        if group not in Group.values:
            raise Http404
        today, user = timezone.localdate(), self.request.user
        hidden = set(Snooze.objects.hidden_from(user, today).values_list("line", flat=True))
        found = attention(user, today, limit=GROUP_LIMIT, groups=[Group(group)], without=hidden)
        return super().get_context_data(
            group=Group(group), found=found[0] if found else None, **kwargs
        )


def _own_drafts(user: AbstractBaseUser) -> list[OwnDraft]:
    entries = list(drafts(user).with_leaf()[:DRAFTS_SHOWN])
    ties = list(draft_ties(user)[: DRAFTS_SHOWN - len(entries)])
    return [
        OwnDraft(record, sum(map(len, missing(record).values())))
        for record in (*(entry.leaf for entry in entries), *ties)
    ]
