"""The shape of every record outside the database: register files, and later API and exports.

A field has the name of its model field. `Words` are the three columns of one; a `KeyOf…` names
another record by its key; a `Date` is the canonical text of a partial date.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct, field

from diplomacy.registry import models as m


def _key_of(noun: str):
    return Annotated[
        str, Meta(extra={"key_of": noun}, description=f"The key of one of the {noun}.")
    ]


KeyOfCountry = _key_of("countries")
KeyOfLayer = _key_of("layers")
KeyOfArea = _key_of("areas")
KeyOfCity = _key_of("cities")
KeyOfOrganisation = _key_of("organisations")
KeyOfPerson = _key_of("people")
KeyOfSource = _key_of("sources")
KeyOfTie = _key_of("ties")
KeyOfEntry = _key_of("entries")
KeyOfStep = Annotated[
    str,
    Meta(extra={"key_of": "steps"}, description="Procedure key and step key: “cn-sister/intent”."),
]
KeyOfStepHere = Annotated[
    str,
    Meta(extra={"key_of": "steps", "here": True}, description="A step of the same procedure."),
]
Date = Annotated[
    str,
    Meta(extra={"date": True}, description="A partial date: 2024-09-25, 1403-07, [..2025], 2021~."),
]


class Row(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A row that belongs to a record. Subclasses repeat `kw_only`: Structs do not inherit it."""


class Words(Row, kw_only=True):
    """A text in Persian, English and Chinese; what is not yet written is left out."""

    fa: str = ""
    en: str = ""
    zh: str = ""


def _words():
    return field(default_factory=Words)


class Record(Row, kw_only=True):
    """A record with a key of its own."""

    key: str


class Country(Record, kw_only=True):
    """`key` is the ISO 3166-1 code in small letters."""

    name: Words


class DiplomacyLayer(Record, kw_only=True):
    name: Words
    description: Words = _words()
    position: int = 0


class CooperationArea(Record, kw_only=True):
    name: Words
    layer: KeyOfLayer | None = None
    sdg_numbers: str = ""
    position: int = 0


class Alias(Row, kw_only=True):
    text: str
    language: str = ""


class CityFigure(Row, kw_only=True):
    kind: m.CityFigure.Kind = m.CityFigure.Kind.POPULATION
    value: int
    as_of: Date = ""
    of_what: Words = _words()
    source: KeyOfSource | None = None
    shown: bool = False


class City(Record, kw_only=True):
    kind: m.City.Kind = m.City.Kind.CITY
    name: Words
    own_name: str = ""
    own_language: str = ""
    country: KeyOfCountry | None = None
    region: Words = _words()
    parent: KeyOfCity | None = None
    is_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    wikidata_id: str = ""
    website: str = ""
    staff_note: str = ""
    aliases: list[Alias] = []
    figures: list[CityFigure] = []


class Organisation(Record, kw_only=True):
    name: Words
    kind: m.Organisation.Kind
    parent: KeyOfOrganisation | None = None
    city: KeyOfCity | None = None
    country: KeyOfCountry | None = None
    remark: Words = _words()
    staff_note: str = ""


class Term(Row, kw_only=True):
    organisation: KeyOfOrganisation
    office: Words
    since: Date = ""
    until: Date = ""
    source: KeyOfSource | None = None


class Person(Record, kw_only=True):
    name: Words
    own_name: str = ""
    own_language: str = ""
    contact: str = ""
    staff_note: str = ""
    aliases: list[Alias] = []
    terms: list[Term] = []


class Source(Record, kw_only=True):
    title: str
    language: str = ""
    publisher: str = ""
    organisation: KeyOfOrganisation | None = None
    kind: m.Source.Kind
    date: Date = ""
    date_basis: m.DateBasis | None = None
    date_why: Words = _words()
    url: str = ""
    linked: bool = True
    archived_url: str = ""
    remark: Words = _words()
    staff_note: str = ""


class TieLayer(Row, kw_only=True):
    layer: KeyOfLayer
    source: KeyOfSource


class TieCitation(Row, kw_only=True):
    about: m.TieCitation.About
    source: KeyOfSource
    place: str = ""


class StepRecord(Row, kw_only=True):
    step: KeyOfStep
    state: m.StepRecord.State
    on: Date = ""
    waiting_on: m.StepRecord.WaitingOn | None = None
    body: KeyOfOrganisation | None = None
    evidence: KeyOfEntry | None = None
    source: KeyOfSource | None = None


class Published(Record, kw_only=True):
    """What has a state of publication; without one a file's record is a draft."""

    publication: m.Publication = m.Publication.DRAFT
    withdrawn_on: date | None = None
    withdrawn_reason: Words = _words()
    staff_note: str = ""


class Relationship(Published, kw_only=True):
    home_end: KeyOfCity
    partner: KeyOfCity
    origin: Words = _words()
    aim: m.Form | None = None
    aim_said_by: m.Relationship.SaidBy | None = None
    review_on: date | None = None
    recorded_until: date | None = None
    leading: bool = False
    position: int = 0
    layers: list[TieLayer] = []
    citations: list[TieCitation] = []
    steps: list[StepRecord] = []


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
    note: Words = _words()


class Participation(Row, kw_only=True):
    role: m.Participation.Role
    side: m.Side | None = None
    person: KeyOfPerson | None = None
    name_shown: bool = False
    organisation: KeyOfOrganisation | None = None
    city: KeyOfCity | None = None
    words: Words = _words()
    office: Words = _words()
    signed_on: Date = ""


class EntryLink(Row, kw_only=True):
    kind: m.EntryLink.Kind
    to: KeyOfEntry


class Entry(Published, kw_only=True):
    """What every kind of entry shares. `cities` names the partners, not the home city."""

    title: Words
    exact_titles: str = ""
    summary: Words = _words()
    start: Date = ""
    end: Date = ""
    date_basis: m.DateBasis | None = None
    date_why: Words = _words()
    place: KeyOfCity | None = None
    venue: Words = _words()
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
    legal_basis: Words = _words()


class ProgrammeLine(Row, kw_only=True):
    position: int = 0
    day: Date = ""
    place: KeyOfCity | None = None
    text: Words


class Delegation(Entry, kw_only=True):
    direction: m.Delegation.Direction
    progress: m.Delegation.Progress = m.Delegation.Progress.COMPLETED
    purpose: Words = _words()
    invited_by: KeyOfOrganisation | None = None
    outcome: Words = _words()
    cost: Decimal | None = None
    currency: str = ""
    cost_shown: bool = False
    report_filed_on: date | None = None
    programme: list[ProgrammeLine] = []


class Event(Entry, kw_only=True):
    type: m.Event.Type
    claimed_form: m.Form | None = None
    stated_count: int | None = None
    decides: m.Event.Decides | None = None


class CommitmentReview(Row, kw_only=True):
    on: Date = ""
    verdict: m.CommitmentReview.Verdict
    words: Words = _words()
    source: KeyOfSource | None = None


class Commitment(Entry, kw_only=True):
    force: m.Commitment.Force
    due: Date = ""
    due_words: Words = _words()
    reviews: list[CommitmentReview] = []


class Restriction(Entry, kw_only=True):
    scope: m.Restriction.Scope
    body: KeyOfOrganisation
    review_on: date | None = None


class StepLink(Row, kw_only=True):
    kind: m.StepLink.Kind
    other: KeyOfStepHere


class Step(Row, kw_only=True):
    key: str
    position: int
    name: Words
    evidence: Words = _words()
    required: bool = True
    is_proposal: bool = False
    links: list[StepLink] = []


class Procedure(Record, kw_only=True):
    country: KeyOfCountry
    name: Words
    goal: m.Form = m.Form.SISTER
    legal_basis: Words = _words()
    remark: Words = _words()
    steps: list[Step] = []


class About(Record, kw_only=True):
    """About exactly one of a tie, an entry, a city."""

    relationship: KeyOfTie | None = None
    entry: KeyOfEntry | None = None
    city: KeyOfCity | None = None


class DifferenceStatement(Row, kw_only=True):
    words: Words
    source: KeyOfSource | None = None


class Difference(About, kw_only=True):
    field: m.Difference.Field
    point: Words
    followed: Words = _words()
    why: Words = _words()
    state: m.Difference.State = m.Difference.State.OPEN
    settled_on: date | None = None
    statements: list[DifferenceStatement] = []


class OpenQuestion(About, kw_only=True):
    question: Words
    looked_for: Words = _words()
    answered_by: KeyOfEntry | None = None


# The nouns of a register file: their name there, the shape, the table. Lowest first, as they load.
NOUNS: dict[str, tuple[type[Record], type]] = {
    "countries": (Country, m.Country),
    "layers": (DiplomacyLayer, m.DiplomacyLayer),
    "areas": (CooperationArea, m.CooperationArea),
    "cities": (City, m.City),
    "organisations": (Organisation, m.Organisation),
    "sources": (Source, m.Source),
    "people": (Person, m.Person),
    "procedures": (Procedure, m.Procedure),
    "ties": (Relationship, m.Relationship),
    "agreements": (Agreement, m.Agreement),
    "delegations": (Delegation, m.Delegation),
    "events": (Event, m.Event),
    "commitments": (Commitment, m.Commitment),
    "restrictions": (Restriction, m.Restriction),
    "differences": (Difference, m.Difference),
    "open_questions": (OpenQuestion, m.OpenQuestion),
}
