"""How long a password must be, in the digits of the page."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return digits(super().get_error_message(), active_language())

    def get_help_text(self) -> str:
        return digits(super().get_help_text(), active_language())
