"""How we know the form of a tie; if it has none, its stage (domain.md, section 2)."""

from diplomacy.registry.models import Citation, Event, Form, Side, Source

from .axes import Certainty, CertaintyAxis, FormAxis, StageAxis
from .enough import OFFICIAL, OWN_WORD
from .record import TieRecord


def certainty_of(record: TieRecord, form: FormAxis, stage: StageAxis) -> CertaintyAxis:
    """Return the best evidence on what the value rests on, and on lists that state the same."""
    ground = form.entries if form.value != Form.NONE else stage.entries
    disputed = record.relationship.is_disputed or any(
        entry.pk in record.disputed_entries for entry in ground
    )
    same = [
        words
        for words in record.words
        if words.type == Event.Type.LIST and words.claimed_form == form.value
    ]
    citations = [
        citation for entry in (*ground, *same) for citation in record.citations.get(entry.pk, ())
    ]
    sources = _what_decides_first(record, citations)
    if disputed:
        return CertaintyAxis(Certainty.DISPUTED, sources)
    if any(entry.pk in record.entries_with_text for entry in ground):
        return CertaintyAxis(Certainty.TEXT_HELD, sources)
    if not ground:
        return _of_words_alone(record)
    return CertaintyAxis(_weigh(record, citations), sources)


def _weigh(record: TieRecord, citations: list[Citation]) -> Certainty:
    kinds = {citation.source.kind for citation in citations}
    sides = {
        side_of(citation, record) for citation in citations if citation.source.kind in OWN_WORD
    }
    if {Side.OURS, Side.PARTNER} <= sides:
        return Certainty.BOTH_SIDES
    if Side.OURS in sides:
        return Certainty.ONE_SIDE_OURS
    if Side.PARTNER in sides:
        return Certainty.ONE_SIDE_PARTNER
    if kinds & set(OFFICIAL):
        return Certainty.OFFICIAL_NEWS
    if kinds - {Source.Kind.LIST}:
        return Certainty.PRESS_ONLY
    return Certainty.LISTS_ONLY if kinds else Certainty.NONE


def _what_decides_first(record: TieRecord, citations: list[Citation]) -> tuple[Source, ...]:
    """Return the sources, each once; a page shows the first of them as the proof of its value."""
    own: dict[Side, Source] = {}
    for citation in citations:
        if citation.source.kind in OWN_WORD:
            own.setdefault(side_of(citation, record), citation.source)
    sources = [citation.source for citation in citations]
    first = [own[side] for side in (Side.OURS, Side.PARTNER) if side in own]
    first = first or [source for source in sources if source.kind in OFFICIAL]
    return tuple(dict.fromkeys([*first, *sources]))


def _of_words_alone(record: TieRecord) -> CertaintyAxis:
    """A bare claim confirms nothing, whoever makes it: known from the press, or from lists."""
    said = [words for words in record.words if words.type != Event.Type.ASSESSMENT]
    sources = tuple(
        dict.fromkeys(c.source for words in said for c in record.citations.get(words.pk, ()))
    )
    if not sources:
        return CertaintyAxis(Certainty.NONE, ())
    lists = all(source.kind == Source.Kind.LIST for source in sources)
    return CertaintyAxis(Certainty.LISTS_ONLY if lists else Certainty.PRESS_ONLY, sources)


def side_of(citation: Citation, record: TieRecord) -> Side:
    """Return who speaks: as recorded, else by the city of the publishing organisation."""
    if citation.side:
        return Side(citation.side)
    body = citation.source.organisation
    cities = {c for b in (body, body.parent if body else None) if b for c in (b.city_id,) if c}
    if record.relationship.home_end_id in cities:
        return Side.OURS
    return Side.PARTNER if record.relationship.partner_id in cities else Side.THIRD
