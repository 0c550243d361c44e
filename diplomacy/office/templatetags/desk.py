"""What frames a page of the desk."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

register = template.Library()


class Place(Struct, frozen=True):
    """An entry of the side navigation; `permission` is what opens it, "" for everyone."""

    name: str
    label: str | Promise
    permission: str = ""

    @property
    def url(self) -> str:
        return reverse(self.name)


# Groups of places, a line between them. A template marks its own by `section`, the url name.
NAVIGATION: tuple[tuple[Place, ...], ...] = (
    (
        Place("desk:home", _("Desk")),
        Place("desk:drafts", _("Drafts"), "registry.submit"),
        Place("desk:promises", _("Promises to review"), "registry.revise"),
        Place("desk:corrections", _("Corrections"), "registry.view_correction"),
        Place("desk:reminders", _("Reminders")),
        Place("ingest:news", _("Paste a news text"), "registry.submit"),
    ),
    (
        Place("desk:visit-new", _("New visit"), "registry.add_delegation"),
        Place("desk:agreement-new", _("New agreement"), "registry.add_agreement"),
        Place("desk:event-new", _("New event"), "registry.add_event"),
    ),
    (
        Place("admin:index", _("All records"), "registry.view_city"),
        Place("ingest:tables", _("Import from a table"), "ingest.import"),
        Place("ingest:exports", _("Lists as tables"), "registry.view_city"),
        Place("desk:reports", _("Annual reports"), "registry.view_yearreport"),
        Place("desk:merges", _("Merges"), "registry.merge"),
        Place("admin:accounts_user_changelist", _("Accounts"), "accounts.view_user"),
        Place("desk:sign-ins", _("Sign-ins"), "accounts.view_user"),
    ),
)


@register.simple_tag(takes_context=True)
def desk_places(context: template.Context) -> list[list[Place]]:
    """Return the groups of places that the signed-in person may open."""
    user = context["request"].user
    groups = (
        [place for place in group if not place.permission or user.has_perm(place.permission)]
        for group in NAVIGATION
    )
    return [group for group in groups if group]
