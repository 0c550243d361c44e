"""What a line of the desk is: one sentence, why it stands there, and what it is about."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Why something needs attention, most urgent first."""

    OVERDUE = "overdue", _("Overdue promises")
    TERMS = "terms", _("Agreements near their end or their notice")
    REPORTS = "reports", _("Reports of visits due")
    REVIEW = "review", _("Awaiting your review")
    SENT_BACK = "sent_back", _("Sent back to you")
    PROMISES = "promises", _("Promises due soon")
    DIFFERENCES = "differences", _("Open differences between sources")
    SILENT = "silent", _("Ties turned quiet or dormant")
    UNSOURCED = "unsourced", _("Without a source")
    UNTRANSLATED = "untranslated", _("Without English or Chinese")
    ANNIVERSARIES = "anniversaries", _("Anniversaries ahead")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that needs attention.

    `title` names it, `why` is a short sentence with the days in words, `day` is the day that it
    is about (a due day, an expiry), None where there is none. `stage` changes when the line has
    something new to say ("90", "30", "overdue"), so that a reminder of it is sent again.
    `noun` and `key` name the record: "agreement", "tie", "difference", …
    """

    group: Group
    noun: str
    key: str
    title: str
    why: str
    day: date | None = None
    stage: str = ""

    @property
    def id(self) -> str:
        """Return what tells the line from all others, however its wording changes."""
        return f"{self.group.value}:{self.noun}:{self.key}"


@dataclass(frozen=True, slots=True)
class Attention:
    """The lines of one group, most urgent first; `more` is how many are not among them."""

    group: Group
    lines: tuple[Line, ...]
    more: int = 0
