"""What needs the attention of a member of staff: one query for the desk and for reminders."""

from .lines import Attention, Group, Line

__all__ = ["Attention", "Group", "Line"]
