"""What the desk keeps for each member of staff; nothing of it is part of the register."""

from .kept import KeptForm
from .reminders import CalendarAddress, SentReminder
from .snoozes import Snooze

__all__ = ["CalendarAddress", "KeptForm", "SentReminder", "Snooze"]
