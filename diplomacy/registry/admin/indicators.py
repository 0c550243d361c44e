"""What is counted of an agreement or a promise, and what was counted by which day."""

from diplomacy.registry.models import Indicator, IndicatorValue

from .base import words
from .rows import BlockRows


class IndicatorRows(BlockRows):
    model = Indicator
    fk_name = "entry"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "source"),
                    *words("name", "unit"),
                    ("baseline", "baseline_on"),
                    ("target", "target_on"),
                ]
            },
        )
    ]


class IndicatorValueRows(BlockRows):
    model = IndicatorValue
    fk_name = "entry"
    fieldsets = [
        (None, {"fields": [("indicator", "value"), ("on", "source"), *words("note")]}),
    ]
