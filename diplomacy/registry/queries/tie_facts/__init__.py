"""The facts of a tie on a day, for its review: published records, in all three languages."""

from collections.abc import Iterator
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Agreement, CommitmentReview, Entry, Relationship
from diplomacy.registry.queries.annual_report import words
from diplomacy.registry.queries.annual_report.shape import Count, Said
from diplomacy.registry.queries.briefing import Paper as KnownPaper
from diplomacy.registry.queries.briefing import Promise as KnownPromise
from diplomacy.registry.queries.briefing import Promises, briefing_of_tie
from diplomacy.registry.queries.entry_detail import PAPER_STATES, Disagreement
from diplomacy.registry.queries.standing import Figures, Standing, figures, standing, with_contacts

from .shape import Axis, Dispute, Measures, Paper, Promise, Row, TieFacts, frozen, opened

_Verdict = CommitmentReview.Verdict
_OTHERWISE = set(CommitmentReview.CLOSING) - {_Verdict.DELIVERED}

WAITING = {
    "home": _("waiting on our side"),
    "partner": _("waiting on the partner"),
    "unrecorded": _("on whom it waits is not recorded"),
}
# What became of what was promised, each a share of the undertakings and plans.
COUNTS = {
    "open": _("still open"),
    "late": _("still open past their day"),
    "delivered": _("reviewed as delivered"),
    "partly": _("reviewed as partly delivered"),
    "no_evidence": _("reviewed, no evidence found"),
    "not_assessed": _("not yet assessed"),
    "closed": _("closed without delivery"),
}


def tie_facts(key: str, on: date) -> TieFacts | None:
    """Return what is published about the tie with this key on the day `on`, None for none.

    At most 36 queries, however long the history.
    """
    ties = Relationship.objects.published().select_related("home_end", "partner")
    tie = with_contacts(ties, public=True, on=on).filter(key=key).first()
    briefing = briefing_of_tie(key, on) if tie else None
    if briefing is None:
        return None
    stands, promises = standing(tie, on, grounds=True), briefing.promises
    kept = (one for one in promises.delivered if one.is_promised)
    closed = (one for one in promises.closed if one.is_promised)
    promised = [*promises.open, *kept, *closed]
    return TieFacts(
        on=on.isoformat(),
        home=words.of(tie.home_end, "name"),
        city=words.of(tie.partner, "name"),
        sentence=words.three(lambda: stands.sentence),
        axes=tuple(_axes(stands)),
        measures=_measures(figures(tie, on)),
        papers=tuple(_paper(one) for one in briefing.papers),
        promised=len(promised),
        counts=tuple(_counts(promised, promises)),
        promises=tuple(_promise(one) for one in promised),
        said=len(promises.said),
        latest=tuple(_row(one) for one in briefing.latest),
        disputes=tuple(_dispute(one) for one in briefing.disagreements),
        questions=tuple(words.of(one, "question") for one in briefing.questions),
    )


def _axes(stands: Standing) -> Iterator[Axis]:
    form, stage, activity = stands.form, stands.stage, stands.activity
    yield Axis("form", _label(form.value), _perhaps(form.perhaps), str(form.since))
    waiting = WAITING.get(stage.waiting_on)
    notes = (*_perhaps(stage.perhaps), *([words.three(lambda: waiting)] if waiting else ()))
    yield Axis("stage", _label(stage.value), notes, str(stage.since))
    yield Axis("activity", _label(activity.value), (), str(activity.last))
    for restriction in stands.restrictions:
        scope = words.three(restriction.get_scope_display)
        body = (words.of(restriction.body, "name"),) if restriction.body else ()
        yield Axis("restriction", scope, body, str(restriction.start))
    if not stands.restrictions:
        yield Axis("restriction", words.three(lambda: gettext("none recorded")))
    yield Axis("certainty", _label(stands.certainty.value))


def _label(value: TextChoices) -> Said:
    return words.three(lambda: value.label)


def _perhaps(value: TextChoices | None) -> tuple[Said, ...]:
    """Return the note on what a partial date leaves open."""
    if value is None:
        return ()
    return (words.three(lambda: gettext("perhaps already %(form)s") % {"form": value.label}),)


def _measures(found: Figures) -> Measures:
    often = found.frequency
    return Measures(
        length=found.length,
        breadth=found.breadth,
        depth=found.depth,
        heat=found.heat,
        frequency=None if often is None else float(often),
    )


def _paper(paper: KnownPaper) -> Paper:
    leaf: Agreement = paper.entry
    return Paper(
        key=leaf.key,
        title=words.of(leaf, "title"),
        kind=words.three(leaf.get_instrument_display),
        state=words.three(lambda: PAPER_STATES[paper.state]),
        signed=str(leaf.start),
        in_force=str(leaf.in_force),
        expires=str(leaf.expires),
        terminated=str(leaf.terminated),
        notice_months=leaf.notice_months,
        renewal=words.three(leaf.get_renewal_display),
    )


def _counts(promised: list[KnownPromise], promises: Promises) -> Iterator[Count]:
    """Yield each share of what was promised; what stands open may also be partly done."""
    verdicts = [one.verdict for one in promised]
    numbers = {
        "open": len(promises.open),
        "late": sum(one.is_late for one in promises.open),
        "delivered": verdicts.count(_Verdict.DELIVERED),
        "closed": sum(one in _OTHERWISE for one in verdicts),
    }
    for name, label in COUNTS.items():
        number = numbers[name] if name in numbers else verdicts.count(name)
        yield Count(name, words.three(lambda label=label: label), number, len(promised))


def _promise(promise: KnownPromise) -> Promise:
    leaf = promise.entry
    return Promise(
        key=leaf.key,
        title=words.of(leaf, "title"),
        force=words.three(leaf.get_force_display),
        owing=words.offices(promise.owing),
        due=str(leaf.due),
        due_words=words.of(leaf, "due_words"),
        late=promise.is_late and promise.verdict not in CommitmentReview.CLOSING,
        verdict=_label(_Verdict(promise.verdict)),
        reviewed=str(promise.reviewed_on or ""),
    )


def _row(entry: Entry) -> Row:
    leaf = entry.leaf
    word = {
        Entry.Kind.EVENT: getattr(leaf, "get_type_display", entry.get_kind_display),
        Entry.Kind.AGREEMENT: getattr(leaf, "get_instrument_display", entry.get_kind_display),
    }.get(entry.kind, entry.get_kind_display)
    return Row(entry.key, str(entry.start), words.three(word), words.of(entry, "title"))


def _dispute(one: Disagreement) -> Dispute:
    stated = tuple(words.of(statement, "words") for statement in one.statements)
    return Dispute(words.of(one.difference, "point"), stated)


__all__ = ["TieFacts", "frozen", "opened", "tie_facts"]
