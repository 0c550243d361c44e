"""What the fields of open data mean, in plain English, for people who know no screen of ours.

The one place for it: OpenAPI and docs/open-data.md take their descriptions from here. A field that
is not named is described by the label and help of its column.
"""

from django.db import models

from diplomacy.registry.codec import Slot, meaning
from diplomacy.registry.codec.parts import Row

from .entry_meanings import ENTRY_MEANINGS

_SOURCE = "The source that says so."
_POSITION = "Its place in the register’s own order; smaller numbers stand first."

# By the Struct of the codec, or one that it extends, and the field.
MEANINGS = ENTRY_MEANINGS | {
    "Record": {
        "key": "The stable name of the record: it stands in its addresses, and other records name "
        "it so. An old key keeps leading here.",
    },
    "Row": {
        "sort_as": "By what lists sort it, where that is not the name itself.",
        "own_name": "The name as its own language writes it.",
        "own_language": "Language tag of `own_name`: zh-Hans, it, ru.",
        "pronunciation": "How the name is said, for speakers of each language.",
        "position": _POSITION,
        "source": _SOURCE,
        "date_basis": "How the date is known: stated by a source, inferred, or bounded.",
        "date_why": "How an inferred or bounded date was reached.",
        "country": "The country; its key is the ISO 3166-1 code in small letters.",
    },
    "Country": {
        "key": "The ISO 3166-1 code in small letters.",
        "name": "What the country is called.",
    },
    "Identity": {
        "city": "The home city, whose register it is.",
        "site_name": "What the site is called.",
        "strip": "The line above the name of the site.",
        "emblem": "The sign beside it.",
        "publisher": "Who publishes the register.",
        "imprint": "Who answers for it.",
        "postal_address": "The postal address of the publisher.",
        "telephone": "The telephone number of the publisher.",
        "mail": "The mail address of the publisher.",
        "website": "The website of the publisher.",
        "time_direction": "In which direction time runs on timelines.",
    },
    "Procedure": {
        "name": "What the legal path to a pact is called.",
        "goal": "The form to which it leads.",
        "legal_basis": "The law or rule on which it rests.",
        "remark": "A remark for readers.",
        "steps": "Its steps.",
    },
    "Step": {
        "key": "The name of the step within its path.",
        "name": "What the step is called.",
        "evidence": "What shows that it was taken.",
        "required": "Whether no pact comes about without it.",
        "is_proposal": "Whether it is the proposal, with which the path begins.",
        "links": "The steps that it needs, allows or rules out.",
    },
    "StepLink": {
        "kind": "How this step is joined to the other.",
        "other": "The other step.",
    },
    "City": {
        "kind": "What sort of place it is.",
        "name": "What the place is called.",
        "region": "The province or region in which it lies.",
        "parent": "The place that it is part of: for a district its city.",
        "is_home": "Whether the register is that of this city. One city at most is.",
        "latitude": "Degrees north of the equator; negative: south.",
        "longitude": "Degrees east of Greenwich; negative: west.",
        "geonames_id": "Its number at geonames.org.",
        "wikidata_id": "Its item at wikidata.org, beginning with Q.",
        "website": "The address of its own website.",
        "aliases": "Other names by which it is known.",
        "figures": "Figures such as its population, each with its day and source.",
    },
    "Alias": {
        "text": "The other name or spelling.",
        "language": "Language tag of this name; empty: none is recorded.",
    },
    "CityFigure": {
        "kind": "What is counted.",
        "value": "The number.",
        "as_of": "For which day or year it holds.",
        "of_what": "Of what: the city, its county, or what the source prints.",
        "shown": "Whether pages show this figure.",
    },
    "Relationship": {
        "home_end": "The end on the home side: the home city or a district of it.",
        "partner": "The city at the other end.",
        "origin": "Why this city: how the tie came about.",
        "aim": "The form that is wanted. Recorded only where both sides or a signed text say it.",
        "aim_said_by": "Who has said that this form is wanted.",
        "sentence": "Where the tie stands, in a reviewer’s words. `standing.sentence` is what "
        "pages show: this one while it still fits, else one composed by rule.",
        "sentence_on": "The day on which the reviewer wrote it.",
        "recorded_until": "The day to which staff vouch that all they know is recorded.",
        "leading": "Whether the first page shows it as a card.",
        "layers": "As what somebody sees the tie: cultural, economic …, each with its source.",
        "citations": "Sources of what is said about the tie as a whole.",
        "steps": "How far the tie has come on the legal path to a pact.",
    },
    "TieLayer": {"layer": "The layer.", "source": "Who sees the tie so."},
    "TieCitation": {
        "about": "Of what the source speaks.",
        "place": "Where in the source, such as “page 4”.",
    },
    "StepRecord": {
        "step": "The step of the legal path. Its key: that of the procedure, a slash, and its own.",
        "state": "How far the step is.",
        "on": "Done on, refused on, or waiting since.",
        "waiting_on": "Whose move it is while the step waits.",
        "body": "The body that decides.",
        "evidence": "The entry that shows it.",
    },
    "CooperationArea": {
        "name": "What the field of work is called.",
        "layer": "The layer under which the municipality has placed it.",
        "sdg_numbers": "Numbers of Sustainable Development Goals or targets, as “11.4, 17”.",
    },
    "DiplomacyLayer": {
        "name": "What the layer is called.",
        "description": "What belongs to it.",
    },
    "Organisation": {
        "name": "What the body is called.",
        "kind": "What sort of body it is.",
        "parent": "The body that it is part of.",
        "city": "The city for which it speaks; null for a ministry, an embassy or others’ press.",
        "remark": "A remark for readers.",
    },
    "Person": {
        "name": "What the person is called.",
        "aliases": "Other spellings of the name.",
        "terms": "The offices that the person held.",
    },
    "Term": {
        "organisation": "The body.",
        "office": "The office in it.",
        "since": "From when; `[..2021-12]`: first seen in it then.",
        "until": "Until when; `[2025-10..]`: last seen in it then.",
    },
    "Source": {
        "title": "Its title as printed.",
        "language": "Language tag of the source: fa, en, zh, ar, de.",
        "publisher": "Its publisher as printed.",
        "organisation": "The publisher as a body of the register, whose city tells the side.",
        "kind": "What sort of source it is, which says what it can prove.",
        "date": "When it was published.",
        "url": "Where it can be read; empty: not linked.",
        "archived_url": "Where a copy of it is archived.",
        "remark": "A remark on how far it can be relied on.",
    },
    "About": {
        "relationship": "The tie that it is about, if it is about one.",
        "entry": "The entry that it is about, if it is about one.",
        "city": "The city that it is about, if it is about one.",
    },
    "Difference": {
        "field": "On what the sources differ.",
        "point": "The point in question.",
        "followed": "What the register follows.",
        "why": "Why it follows that.",
        "state": "Whether it is open or settled.",
        "settled_on": "The day on which it was settled.",
        "statements": "What each source says.",
    },
    "DifferenceStatement": {"words": "What is stated.", "source": "The source that states it."},
    "OpenQuestion": {
        "question": "What is not known.",
        "looked_for": "What was looked for, and where.",
        "answered_by": "The entry that answers it; null: open.",
    },
}


def described(struct: type[Row], slot: Slot, model: type[models.Model]) -> str:
    """Return what a field means, as said here for its Struct or one that it extends."""
    for one in struct.__mro__:
        if said := MEANINGS.get(one.__name__, {}).get(slot.name):
            return said
    return meaning(slot, model)
