"""What the screen of reviews shows of a promise."""

from django import template

from diplomacy.registry.models import CommitmentReview

register = template.Library()


@register.filter
def verdict_words(code: str | None) -> str:
    """Return the words of a verdict, those of none for None."""
    return str(CommitmentReview.Verdict(code or CommitmentReview.Verdict.NOT_ASSESSED).label)
