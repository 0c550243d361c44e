"""What a value of a record is called: `get_..._display` without a table for each answer."""

from functools import cache

from django.db.models import Model
from django.utils.functional import Promise


def label(record: Model, column: str) -> str:
    """Return what the value in the column is called in the page's language."""
    value = getattr(record, column)
    return str(_labels(type(record), column).get(value, value))


@cache
def _labels(model: type[Model], column: str) -> dict[str, str | Promise]:
    return dict(model._meta.get_field(column).flatchoices)
