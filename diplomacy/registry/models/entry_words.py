"""By what else an entry is found than its own words: what it is, and when."""

from collections import defaultdict
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Model, Q
from django.utils.translation import override

from .dated_words import Days
from .searching import Unit, Word, searchable

# The column by which each kind is told more closely.
_CLASSES = {
    "agreement": "instrument",
    "delegation": "direction",
    "event": "type",
    "commitment": "force",
    "restriction": "scope",
}

# What people also call a class of papers than our own words for it.
_ALSO_CALLED = {
    "mou": ("تفاهم‌نامه", "MoU"),
    "sister": ("خواهرشهری", "twinning", "姐妹城市", "结好"),
}


def of_kind(entries: type[Model], unit: Unit) -> Q:
    """Return the condition of an entry whose kind or class is called so in some language."""
    condition = Q(pk__in=[])
    for column, some in codes_called(entries, unit).items():
        condition |= Q(**{f"{column}__in": some})
    return condition


def codes_called(entries: type[Model], unit: Unit) -> dict[str, list[str]]:
    """Return the kinds (`kind`) and classes (`agreement__instrument` …) that are called so."""
    codes: dict[str, list[str]] = defaultdict(list)
    for column, code, names in () if unit.days else _names(entries):
        if all(_names_hold(names, word) for word in unit.words):
            codes[column].append(code)
    return codes


def on_days(days: Days) -> Q:
    """Return the condition of an entry that took place on some of these days.

    One of a year belongs to the year of its ordering day, as on the page of that year. A month or
    a day takes only those whose date says so much; what took several days is found by each.
    """
    at = Q(ordering_day__gte=days.first, ordering_day__lte=days.last)
    if not days.is_year:
        at &= Q(start__first__gte=days.first, start__last__lte=days.last)
    during = Q(start__first__gt=date.min, start__first__lte=days.last)
    return at | during & ~Q(end="") & Q(end__last__gte=days.first, end__last__lt=date.max)


def _names_hold(names: str, word: Word) -> bool:
    patterns = word.patterns
    if not word.whole and word.letters.isascii():
        patterns = (f" {word.letters}",)  # "mean" is not looked for within "demeanour"
    return any(pattern in names for pattern in patterns)


@lru_cache(maxsize=1)
def _names(entries: type[Model]) -> tuple[tuple[str, str, str], ...]:
    """Return column, code and search text of each kind and class; words of settings, no records."""
    found = []
    for kind, column in _CLASSES.items():
        model = entries._meta.get_field(kind).related_model
        plural = model._meta.verbose_name_plural
        found.append(("kind", kind, _in_all_languages(model._meta.verbose_name, plural)))
        for code, label in model._meta.get_field(column).choices:
            found.append(
                (f"{kind}__{column}", code, _in_all_languages(label, *_ALSO_CALLED.get(code, ())))
            )
    return tuple(found)


def _in_all_languages(*labels) -> str:
    names = []
    for code, _ in settings.LANGUAGES:
        with override(code):
            names += [str(label) for label in labels]
    return searchable(names)
