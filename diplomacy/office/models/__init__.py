"""What the desk keeps for each member of staff; nothing of it is public."""

from .kept import KeptForm
from .reminders import CalendarAddress, SentReminder
from .snoozes import Snooze
from .tie_reviews import TieReview

__all__ = ["CalendarAddress", "KeptForm", "SentReminder", "Snooze", "TieReview"]
