"""The shape of every record outside the database: register files, and later API and exports.

A field has the name of its model field. `Words` are the three columns of one; a `KeyOf…` names
another record by its key; a `Date` is the canonical text of a partial date. The shapes of entries
stand in `entry_structs`.
"""

from datetime import date

from diplomacy.registry import models as m

from .entry_structs import Agreement, Commitment, Delegation, Event, Restriction
from .parts import (
    Date,
    FileFlag,
    KeyOfCity,
    KeyOfCountry,
    KeyOfEntry,
    KeyOfLayer,
    KeyOfOrganisation,
    KeyOfSource,
    KeyOfStep,
    KeyOfStepHere,
    KeyOfTie,
    Published,
    Record,
    Row,
    StaffDay,
    StaffText,
    Words,
    no_words,
)


class Country(Record, kw_only=True):
    """`key` is the ISO 3166-1 code in small letters."""

    name: Words
    sort_as: Words = no_words()


class DiplomacyLayer(Record, kw_only=True):
    name: Words
    description: Words = no_words()
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
    of_what: Words = no_words()
    source: KeyOfSource | None = None
    shown: bool = False


class City(Record, kw_only=True):
    kind: m.City.Kind = m.City.Kind.CITY
    name: Words
    sort_as: Words = no_words()
    own_name: str = ""
    own_language: str = ""
    pronunciation: Words = no_words()
    country: KeyOfCountry | None = None
    region: Words = no_words()
    parent: KeyOfCity | None = None
    is_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    wikidata_id: str = ""
    website: str = ""
    staff_note: StaffText = ""
    aliases: list[Alias] = []
    figures: list[CityFigure] = []


class Identity(Record, kw_only=True):
    """There is one at most; its `key` is “register”, its city the home city."""

    city: KeyOfCity
    site_name: Words = no_words()
    strip: Words = no_words()
    emblem: str = ""
    publisher: Words = no_words()
    imprint: Words = no_words()
    postal_address: Words = no_words()
    telephone: str = ""
    mail: str = ""
    website: str = ""
    time_direction: m.Identity.TimeDirection = m.Identity.TimeDirection.PAGE


class Organisation(Record, kw_only=True):
    name: Words
    sort_as: Words = no_words()
    kind: m.Organisation.Kind
    parent: KeyOfOrganisation | None = None
    city: KeyOfCity | None = None
    country: KeyOfCountry | None = None
    remark: Words = no_words()
    staff_note: StaffText = ""


class Term(Row, kw_only=True):
    organisation: KeyOfOrganisation
    office: Words
    since: Date = ""
    until: Date = ""
    source: KeyOfSource | None = None


class Person(Record, kw_only=True):
    name: Words
    sort_as: Words = no_words()
    own_name: str = ""
    own_language: str = ""
    pronunciation: Words = no_words()
    contact: StaffText = ""
    staff_note: StaffText = ""
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
    date_why: Words = no_words()
    url: str = ""
    linked: FileFlag = True
    archived_url: str = ""
    remark: Words = no_words()
    staff_note: StaffText = ""


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


class Relationship(Published, kw_only=True):
    home_end: KeyOfCity
    partner: KeyOfCity
    origin: Words = no_words()
    aim: m.Form | None = None
    aim_said_by: m.Relationship.SaidBy | None = None
    sentence: Words = no_words()
    sentence_on: date | None = None
    review_on: StaffDay = None
    recorded_until: date | None = None
    leading: bool = False
    position: int = 0
    layers: list[TieLayer] = []
    citations: list[TieCitation] = []
    steps: list[StepRecord] = []


class StepLink(Row, kw_only=True):
    kind: m.StepLink.Kind
    other: KeyOfStepHere


class Step(Row, kw_only=True):
    key: str
    position: int
    name: Words
    evidence: Words = no_words()
    required: bool = True
    is_proposal: bool = False
    links: list[StepLink] = []


class Procedure(Record, kw_only=True):
    country: KeyOfCountry
    name: Words
    goal: m.Form = m.Form.SISTER
    legal_basis: Words = no_words()
    remark: Words = no_words()
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
    followed: Words = no_words()
    why: Words = no_words()
    state: m.Difference.State = m.Difference.State.OPEN
    settled_on: date | None = None
    statements: list[DifferenceStatement] = []


class OpenQuestion(About, kw_only=True):
    question: Words
    looked_for: Words = no_words()
    answered_by: KeyOfEntry | None = None


# The nouns of a register file: their name there, the shape, the table. Lowest first, as they load.
NOUNS: dict[str, tuple[type[Record], type]] = {
    "countries": (Country, m.Country),
    "layers": (DiplomacyLayer, m.DiplomacyLayer),
    "areas": (CooperationArea, m.CooperationArea),
    "cities": (City, m.City),
    "identity": (Identity, m.Identity),
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
