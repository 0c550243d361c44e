"""What to tell a person now: the lines of their desk that have something new to say."""

from datetime import date, datetime

from msgspec import Struct

from diplomacy.accounts.models import User
from diplomacy.office.models import SentReminder, Snooze
from diplomacy.registry.queries.attention import Attention, Group, Line, attention

# The others are worth a look at the desk, not a mail.
REMINDING = (
    Group.OVERDUE,
    Group.TERMS,
    Group.REPORTS,
    Group.REVIEW,
    Group.SENT_BACK,
    Group.CORRECTIONS,
    Group.PROMISES,
    Group.UNASSESSED,
    Group.REVIEWED_LONG_AGO,
    Group.ANNIVERSARIES,
)

AT_ONCE = 20  # lines of a group in one digest; the next one tells the others
MOST = 500  # lines of a group that are read: those told already stand among them


class Told(Struct, frozen=True):
    """A line that still stands as it was told, and when that was."""

    line: Line
    at: datetime


class Digest(Struct, frozen=True):
    """What the next digest says to a person, group by group, and what they were told before."""

    groups: tuple[Attention, ...]
    told: tuple[Told, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return what the log keeps of the lines once they are told."""
        return [mark(line) for line in self.lines]


def digest(user: User, on: date) -> Digest:
    """Return the digest of `user` on the day `on`, in the active language.

    What is snoozed is left out. A line comes again when it reaches another stage or gets another
    day. Two queries beside those of `attention`.
    """
    asleep = Snooze.objects.hidden_from(user, on).values_list("line", flat=True)
    log = SentReminder.objects.filter(user=user).values_list("line", "stage", "sent_at")
    sent = {(line, stage): at for line, stage, at in log}
    groups, told = [], []
    for found in attention(user, on, limit=MOST, groups=REMINDING, without=set(asleep)):
        new = [line for line in found.lines if mark(line) not in sent]
        told += [Told(line, sent[mark(line)]) for line in found.lines if mark(line) in sent]
        if new:
            shown = tuple(new[:AT_ONCE])
            groups.append(Attention(found.group, shown, len(new) - len(shown) + found.more))
    return Digest(tuple(groups), tuple(told))


def remember(user: User, found: Digest) -> None:
    """Keep that `user` was told this digest, so that no later one tells the same again."""
    rows = [SentReminder(user=user, line=line, stage=stage) for line, stage in found.marks]
    SentReminder.objects.bulk_create(rows, ignore_conflicts=True)


def mark(line: Line) -> tuple[str, str]:
    """Return the line and its stage as the log has them: another day begins the stages anew."""
    day = f"{line.day:%Y%m%d}" if line.day else ""
    return line.id, f"{day} {line.stage}".strip()
