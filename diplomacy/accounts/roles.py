"""What each role may do: role × action × noun × state, as data.

docs/permissions.md shows the same table to people; tests try every cell of it over HTTP.
"""

from functools import cache

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Each may do all that the one before it may."""

    VIEWER = "viewer", _("Viewer")
    RECORDER = "recorder", _("Recorder")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Nouns(models.TextChoices):
    """Groups of nouns that have the same rules."""

    RECORDS = "records", _("Agreements, visits, events, promises, restrictions, ties")
    REGISTER = "register", _("Cities, organisations, people, sources")
    REFERENCE = "reference", _("Areas, layers, procedures, differences, open questions, identity")
    LOGS = "logs", _("Reviews, notes of changes, merges")
    CORRECTIONS = "corrections", _("Corrections from readers")
    REPORTS = "reports", _("Annual reports, reviews of ties")
    TABLES = "tables", _("Imported tables")
    ACCOUNTS = "accounts", _("Accounts")


_EVERYONE, _RECORDER = Role.VIEWER, Role.RECORDER
_REVIEWER, _CHIEF = Role.REVIEWER, Role.ADMINISTRATOR

# Group → action → state → the lowest role that may do it; what does not stand here nobody may.
# The states of the register's nouns: "seen" by readers, or not yet. "" where there are none.
MATRIX: dict[str, dict[str, dict[str, Role]]] = {
    Nouns.RECORDS: {
        "view": dict.fromkeys(("draft", "in_review", "published", "withdrawn"), _EVERYONE),
        "history": dict.fromkeys(("draft", "in_review", "published", "withdrawn"), _RECORDER),
        "add": {"": _RECORDER},
        # Directly; what readers see others change by a draft copy (revise).
        "change": {
            "draft": _RECORDER,
            "in_review": _REVIEWER,
            "published": _CHIEF,
            "withdrawn": _CHIEF,
        },
        "delete": {"draft": _CHIEF},  # and its author
        "submit": {"draft": _RECORDER},
        "take_back": {"in_review": _RECORDER},  # only who sent it
        "send_back": {"in_review": _REVIEWER},
        # In review what somebody else has sent; a draft without review, and recorded as such.
        "publish": {"draft": _CHIEF, "in_review": _REVIEWER},
        "revise": {"published": _RECORDER, "withdrawn": _RECORDER},
        "tell": {"published": _REVIEWER},
        "untell": {"published": _REVIEWER},
        # A verdict on a promise; a recorder proposes one as any other change.
        "assess": {"published": _REVIEWER},
        "withdraw": {"published": _REVIEWER},
    },
    Nouns.REGISTER: {
        "view": {"unseen": _EVERYONE, "seen": _EVERYONE},
        "history": {"unseen": _RECORDER, "seen": _RECORDER},
        "add": {"": _RECORDER},
        "change": {"unseen": _RECORDER, "seen": _CHIEF},
        "delete": {"unseen": _CHIEF},  # while nothing names it
        "merge": {"unseen": _CHIEF, "seen": _CHIEF},
        "blank": {"unseen": _CHIEF, "seen": _CHIEF},  # people only
    },
    # What everything else refers to, the name of the site, and what is said of a public record
    # and so is public at once.
    Nouns.REFERENCE: {
        "view": {"": _EVERYONE},
        "history": {"": _RECORDER},
        "add": {"": _CHIEF},
        "change": {"": _CHIEF},
        "delete": {"": _CHIEF},
    },
    Nouns.LOGS: {"view": {"": _EVERYONE}},
    # Who decides also sees the sender's address, and may erase it.
    Nouns.CORRECTIONS: {"view": {"": _RECORDER}, "decide": {"": _REVIEWER}},
    # What is signed off or published stays as it was; a report may be withdrawn with a reason.
    Nouns.REPORTS: {
        "view": dict.fromkeys(("draft", "published", "withdrawn"), _EVERYONE),
        "add": {"": _RECORDER},
        "change": {"draft": _RECORDER},
        "delete": {"draft": _REVIEWER},
        "publish": {"draft": _REVIEWER},
        "withdraw": {"published": _REVIEWER},
    },
    Nouns.TABLES: {"import": {"": _RECORDER}, "undo": {"": _RECORDER}, "export": {"": _EVERYONE}},
    Nouns.ACCOUNTS: {action: {"": _CHIEF} for action in ("view", "add", "change", "delete")},
}

RECORD_MODELS = frozenset(
    {"agreement", "commitment", "delegation", "event", "relationship", "restriction"}
)
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
LOG_MODELS = frozenset({"changenote", "merge", "submission"})

# Permissions that are no action on one model: their name → the group and the cell they stand for.
SPECIAL = {
    "registry.submit": (Nouns.RECORDS, "submit", "draft"),
    "registry.revise": (Nouns.RECORDS, "revise", "published"),
    "registry.review": (Nouns.RECORDS, "publish", "in_review"),
    "registry.publish": (Nouns.RECORDS, "publish", "draft"),
    "registry.assess": (Nouns.RECORDS, "assess", "published"),
    "registry.report": (Nouns.REPORTS, "add", ""),
    "registry.publish_report": (Nouns.REPORTS, "publish", "draft"),
    "registry.merge": (Nouns.REGISTER, "merge", "seen"),
    "registry.blank": (Nouns.REGISTER, "blank", "seen"),
    "registry.decide": (Nouns.CORRECTIONS, "decide", ""),
    "ingest.import": (Nouns.TABLES, "import", ""),
}


def nouns_of(app_label: str, model_name: str) -> Nouns | None:
    """Return the group of a model; rows have the rules of the register's nouns. None: no group."""
    if app_label == "accounts":
        return Nouns.ACCOUNTS
    if app_label != "registry":
        return None
    named = {
        Nouns.RECORDS: RECORD_MODELS,
        Nouns.REFERENCE: REFERENCE_MODELS,
        Nouns.LOGS: LOG_MODELS,
        Nouns.CORRECTIONS: {"correction"},
        Nouns.REPORTS: {"yearreport"},
    }
    found = (group for group, models_of_it in named.items() if model_name in models_of_it)
    return next(found, Nouns.REGISTER)


def allowed(role: str, action: str, nouns: str, state: str) -> bool:
    """Return whether the role may do it to such nouns in the state, by the matrix alone."""
    lowest = MATRIX.get(nouns, {}).get(action, {}).get(state)
    return lowest is not None and role in Role.values and _rank(role) >= _rank(lowest)


def actions(role: str, app_label: str, model_name: str) -> frozenset[str]:
    """Return what the role may do with a model in some state: any of view, add, change, delete."""
    past = model_name.startswith("historical")
    nouns = nouns_of(app_label, model_name.removeprefix("historical"))
    found = {
        action
        for action in ("view", "add", "change", "delete", "history")
        for state in MATRIX.get(nouns, {}).get(action, ())
        if allowed(role, action, nouns, state)
    }
    if past:
        # A past text may be a draft that was never to be read. Nobody writes history by hand.
        return frozenset({"view"} if "history" in found else ())
    if model_name == "entry":
        # Every write goes through the kind (agreement, event …), or its history would miss it.
        return frozenset(found & {"view"})
    return frozenset(found - {"history"})


@cache
def permissions(role: str) -> frozenset[str]:
    """Return all permissions of `role`, as "registry.view_city". No query."""
    special = {
        name
        for name, (nouns, action, state) in SPECIAL.items()
        if allowed(role, action, nouns, state)
    }
    return frozenset(special) | {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for model in apps.get_models()
        for action in actions(role, model._meta.app_label, model._meta.model_name)
    }


def _rank(role: str) -> int:
    return Role.values.index(role)
