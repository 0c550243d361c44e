"""Several things named in one sentence, in the language of the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(texts: Iterable[object]) -> str:
    """Return "a, b and c", «الف، ب و پ», “甲、乙和丙”; an empty text for nothing."""
    *first, last = [str(text) for text in texts] or [""]
    if not first:
        return last
    comma = pgettext("between the items of a list", ", ")
    return _("%(first)s and %(last)s") % {"first": comma.join(first), "last": last}
