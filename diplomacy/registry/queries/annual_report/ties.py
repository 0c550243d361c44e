"""Where the ties stood on the last day of a year, and what the year changed."""

from datetime import date

from django.db.models import Count, Max, Q

from diplomacy.registry.models import EntryCity, Form, Relationship

from ..overview import public_ties
from ..standing import Standing, standings, with_contacts
from ..years import Year
from . import words
from .shape import Said, Tie


def ties_of_year(year: Year, last: date) -> tuple[list[Tie], dict[int, Standing]]:
    """Return every published tie of the city as it stood on the day `last`, and the standings.

    Compared is the day before the year. Eleven queries, however many ties and entries.
    """
    eve = date.fromordinal(year.first.toordinal() - 1)
    found = list(with_contacts(public_ties(), public=True, on=last))
    now = standings(found, last)
    then = standings(list(with_contacts(public_ties(), public=True, on=eve)), eve)
    recorded = _recorded(year, last)
    ties = [_tie(one, now[one.pk], then[one.pk], recorded.get(one.partner_id)) for one in found]
    return ties, now


def _recorded(year: Year, last: date) -> dict[int, tuple[int, date | None]]:
    """Return of each city how many entries the year has, and the last day before it. One query."""
    dated = EntryCity.objects.filter(public=True, day__gt=date.min, day__lte=last)
    counted = (
        dated.order_by()
        .values("city")
        .annotate(
            number=Count("pk", filter=Q(day__gte=year.first)),
            before=Max("day", filter=Q(day__lt=year.first)),
        )
    )
    return {row["city"]: (row["number"], row["before"]) for row in counted}


def _tie(
    tie: Relationship, now: Standing, then: Standing, recorded: tuple[int, date | None] | None
) -> Tie:
    number, before = recorded or (0, None)
    change = _change(now, then)
    return Tie(
        key=tie.key,
        city=words.whole_city(tie.partner),
        leading=tie.leading,
        form=now.form.value.value,
        look=now.look,
        tag=words.three(lambda: now.tag),
        since=str(now.tag_since),
        certainty=words.three(lambda: now.certainty.value.label),
        suspended=words.three(lambda: now.suspended) if now.restrictions else Said(),
        change=change,
        perhaps_before=bool(change) and then.form.perhaps == now.form.value,
        before=_where(then) if change == "moved" else Said(),
        after=_where(now) if change else Said(),
        quiet=not number and before is not None,
        last=before.isoformat() if before and not number else "",
    )


def _change(now: Standing, then: Standing) -> str:
    """Return "opened" for a first contact or paper, "moved" where form or stage is another."""
    if then.form.value == Form.NONE and now.form.value != Form.NONE and not _had_paper(then):
        return "opened"
    same = (now.form.value, now.stage.value) == (then.form.value, then.stage.value)
    return "" if same else "moved"


def _had_paper(then: Standing) -> bool:
    """Whether something had bound both before: a paper that ran out is no beginning."""
    return bool(then.recorded & {"talks", "paper"})


def _where(standing: Standing) -> Said:
    """Return form and stage in words: "memorandum of understanding; in approval"."""
    form, stage = standing.form.value, standing.stage.value
    return words.three(lambda: f"{form.label} · {stage.label}")
