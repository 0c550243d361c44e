"""What each role may do, as data."""

from functools import cache

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    RECORDER = "recorder", _("Recorder")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


READ = frozenset({"view"})
RECORD = READ | {"add", "change"}
EVERYTHING = RECORD | {"delete"}

# Role → application → actions on its models.
GRANTS: dict[str, dict[str, frozenset[str]]] = {
    Role.VIEWER: {"registry": READ},
    Role.RECORDER: {"registry": RECORD},
    Role.REVIEWER: {"registry": RECORD},
    Role.ADMINISTRATOR: {"registry": EVERYTHING, "accounts": EVERYTHING},
}

_RECORDER = frozenset({"registry.submit", "registry.revise", "ingest.import"})
_REVIEWER = _RECORDER | {"registry.review"}
_ADMINISTRATOR = _REVIEWER | {
    "registry.publish",  # without review, and change what readers see
    "registry.merge",
    "registry.blank",
}

# Permissions beside the four actions on a model.
SPECIAL_GRANTS: dict[str, frozenset[str]] = {
    Role.RECORDER: _RECORDER,
    Role.REVIEWER: _REVIEWER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}

# What everything else refers to, the name of the site, and what is said of a public record and so
# is public at once; only administrators keep them.
REFERENCE_MODELS = frozenset(
    {
        "cooperationarea",
        "difference",
        "differencestatement",
        "diplomacylayer",
        "identity",
        "openquestion",
        "procedure",
        "step",
    }
)


def actions(role: str, app_label: str, model_name: str) -> frozenset[str]:
    """Return what `role` may do with a model: any of view, add, change, delete."""
    granted = GRANTS.get(role, {}).get(app_label, frozenset())
    if model_name.startswith("historical"):
        # A past text may be a draft that was never to be read: not for mere viewers. Nobody
        # writes history by hand.
        return granted & READ if "change" in granted else frozenset()
    if model_name == "entry":
        # Every write goes through the kind (agreement, event …), or its history would miss it.
        return granted & READ
    if model_name in REFERENCE_MODELS and role != Role.ADMINISTRATOR:
        return granted & READ
    return granted


@cache
def permissions(role: str) -> frozenset[str]:
    """Return all permissions of `role`, as "registry.view_city". No query."""
    return SPECIAL_GRANTS.get(role, frozenset()) | {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for model in apps.get_models()
        for action in actions(role, model._meta.app_label, model._meta.model_name)
    }
