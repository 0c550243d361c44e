"""How hypothesis asks in tests of the whole site: the same examples in each run, none stored."""

from hypothesis import HealthCheck, Phase, settings


def repeatable(examples: int) -> settings:
    """Return the settings for so many examples; an answer may take its time."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
