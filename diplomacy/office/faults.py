"""What an act of the desk may find that stands in its way."""

from django.core.exceptions import ValidationError


class NotNow(ValidationError):
    """The record is in another state by now, or says something else than what was read."""
