"""The shapes of entries: what every kind shares, and what each adds."""

from decimal import Decimal

from diplomacy.registry import models as m

from .parts import (
    Date,
    FileFlag,
    KeyOfArea,
    KeyOfCity,
    KeyOfEntry,
    KeyOfOrganisation,
    KeyOfPerson,
    KeyOfSource,
    Published,
    Row,
    StaffDay,
    Words,
    no_words,
)


class EntryCity(Row, kw_only=True):
    """The row behind each key of an entry's `cities`; files write the key alone."""

    city: KeyOfCity


class EntryArea(Row, kw_only=True):
    area: KeyOfArea
    standing: m.EntryArea.Standing = m.EntryArea.Standing.AGREED


class Citation(Row, kw_only=True):
    source: KeyOfSource
    place: str = ""
    about: m.Citation.About | None = None
    value: str = ""
    wording: str = ""
    side: m.Side | None = None
    note: Words = no_words()


class Participation(Row, kw_only=True):
    role: m.Participation.Role
    side: m.Side | None = None
    person: KeyOfPerson | None = None
    name_shown: FileFlag = False
    organisation: KeyOfOrganisation | None = None
    city: KeyOfCity | None = None
    words: Words = no_words()
    office: Words = no_words()
    signed_on: Date = ""


class EntryLink(Row, kw_only=True):
    kind: m.EntryLink.Kind
    to: KeyOfEntry
    place: str = ""


class Indicator(Row, kw_only=True):
    code: str
    name: Words
    unit: Words = no_words()
    baseline: Decimal | None = None
    baseline_on: Date = ""
    target: Decimal | None = None
    target_on: Date = ""
    source: KeyOfSource | None = None


class IndicatorValue(Row, kw_only=True):
    """`indicator` is the code of one of the indicators of the same entry."""

    indicator: str
    on: Date
    value: Decimal
    source: KeyOfSource
    note: Words = no_words()


class Entry(Published, kw_only=True):
    """What every kind of entry shares. `cities` names the partners, not the home city."""

    title: Words
    exact_titles: str = ""
    summary: Words = no_words()
    start: Date = ""
    end: Date = ""
    date_basis: m.DateBasis | None = None
    date_why: Words = no_words()
    place: KeyOfCity | None = None
    venue: Words = no_words()
    reference: str = ""
    level: m.Entry.Level | None = None
    weight: m.Entry.Weight = m.Entry.Weight.SUBSTANTIVE
    cities: list[KeyOfCity] = []
    areas: list[EntryArea] = []
    participations: list[Participation] = []
    citations: list[Citation] = []
    links: list[EntryLink] = []


class Agreement(Entry, kw_only=True):
    instrument: m.Agreement.Instrument
    paper_state: m.Agreement.PaperState = m.Agreement.PaperState.SIGNED
    in_force: Date = ""
    expires: Date = ""
    terminated: Date = ""
    notice_months: int | None = None
    renewal: m.Agreement.Renewal | None = None
    binding: bool | None = None
    languages: str = ""
    authentic_languages: str = ""
    legal_basis: Words = no_words()
    text_why: Words = no_words()
    indicators: list[Indicator] = []
    indicator_values: list[IndicatorValue] = []


class ProgrammeLine(Row, kw_only=True):
    position: int = 0
    day: Date = ""
    place: KeyOfCity | None = None
    text: Words


class Delegation(Entry, kw_only=True):
    direction: m.Delegation.Direction
    progress: m.Delegation.Progress = m.Delegation.Progress.COMPLETED
    purpose: Words = no_words()
    invited_by: KeyOfOrganisation | None = None
    outcome: Words = no_words()
    cost: Decimal | None = None
    currency: str = ""
    cost_shown: FileFlag = False
    report_filed_on: StaffDay = None
    programme: list[ProgrammeLine] = []


class Event(Entry, kw_only=True):
    type: m.Event.Type
    claimed_form: m.Form | None = None
    stated_count: int | None = None
    decides: m.Event.Decides | None = None
    offer: m.Event.Offer | None = None
    offer_url: str = ""


class CommitmentReview(Row, kw_only=True):
    on: Date = ""
    verdict: m.CommitmentReview.Verdict
    words: Words = no_words()
    source: KeyOfSource | None = None


class Commitment(Entry, kw_only=True):
    force: m.Commitment.Force
    due: Date = ""
    due_words: Words = no_words()
    reviews: list[CommitmentReview] = []
    indicators: list[Indicator] = []
    indicator_values: list[IndicatorValue] = []


class Restriction(Entry, kw_only=True):
    scope: m.Restriction.Scope
    body: KeyOfOrganisation
    review_on: StaffDay = None
