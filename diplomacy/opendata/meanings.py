"""What the fields of open data mean, in plain English, for people who know no screen of ours.

The one place for it: OpenAPI and docs/open-data.md take their descriptions from here. A field that
is not named is described by the label and help of its column.
"""

from django.db import models

from diplomacy.registry.codec import Slot, meaning
from diplomacy.registry.codec.parts import Row

_SOURCE = "The source that says so."
_POSITION = "Its place in the register’s own order; smaller numbers stand first."

# By the Struct of the codec, or one that it extends, and the field.
MEANINGS = {
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
        "date_why": "How an inferred or bounded date was reached.",
        "country": "The country; its key is the ISO 3166-1 code in small letters.",
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
    "Entry": {
        "title": "What it is called. See `exact_titles`.",
        "exact_titles": "The languages in which the title is a source’s own words, as “fa, zh”; in "
        "the others it is the register’s label.",
        "summary": "What it was, in a few sentences.",
        "start": "When it happened, was signed or was said; the first day if it took several.",
        "end": "The last day, where it took several.",
        "place": "The place where it was.",
        "venue": "The building or hall.",
        "reference": "The number or sign of the paper or letter.",
        "level": "Who acted.",
        "weight": "Whether it is of substance, a courtesy, or context. Only substance counts for "
        "the activity of a tie.",
        "cities": "The cities that it is about, without the home city.",
        "areas": "The fields of work that it touches.",
        "participations": "Who took part, signed, hosted or owes, one row for each.",
        "citations": "The sources, with the place in each and what each states.",
        "links": "Other entries from which it arises, which it amends, renews, delivers …",
    },
    "EntryArea": {
        "area": "The field of work.",
        "standing": "Whether work in it is agreed or only expected.",
    },
    "Participation": {
        "role": "As what.",
        "side": "On which side of the tie.",
        "person": "Who; null where nobody is named, or the name is not public.",
        "organisation": "The body that took part, or for which the person was there.",
        "city": "The place that is a party.",
        "words": "Who, as the source prints it, where nobody is named.",
        "office": "The office that the person held then.",
        "signed_on": "Its own day of signature, where the sides signed on different days.",
    },
    "Citation": {
        "source": "The source.",
        "place": "Where in the source, such as “page 4”.",
        "about": "Of which field it speaks; null: of the entry as a whole.",
        "value": "What it states of that field: the text of a date, the code of a class, or words.",
        "wording": "The same in the source’s own words.",
        "side": "For which side it speaks; null: its publisher tells it.",
        "note": "A remark for readers.",
    },
    "EntryLink": {
        "kind": "How this entry is joined to the other: this one *renews* that one.",
        "to": "The other entry.",
        "place": "Where in that paper or speech, such as “art. 3”.",
    },
    "Indicator": {
        "code": "Its name among the indicators of this entry.",
        "name": "What is counted.",
        "unit": "In what it is counted.",
        "baseline": "The number from which it starts.",
        "baseline_on": "For which day or year the baseline holds.",
        "target": "The number to be reached.",
        "target_on": "When it is to be reached.",
        "source": "What states the target.",
    },
    "IndicatorValue": {
        "indicator": "The `code` of the indicator of the same entry.",
        "on": "For which day or year it holds.",
        "value": "What was counted.",
        "note": "A remark for readers.",
    },
    "Agreement": {
        "instrument": "The class of the paper.",
        "paper_state": "Whether the paper is signed.",
        "in_force": "From when it binds; null: from its signature, as reported.",
        "expires": "The last day of its term.",
        "terminated": "The day from which a party ended it.",
        "notice_months": "How many months before its end a party must say so.",
        "renewal": "What happens at the end of its term.",
        "binding": "Whether it binds in law; null: not recorded.",
        "languages": "Language tags of its texts, as “fa, zh, en”.",
        "authentic_languages": "Those of them that are authentic.",
        "legal_basis": "The law or decision on which it rests.",
        "text_why": "Why no text of it is kept here.",
        "indicators": "By what it is measured: what is counted, from where, to which target.",
        "indicator_values": "What was counted of its indicators.",
    },
    "Delegation": {
        "direction": "Who travelled.",
        "progress": "How far the visit is. One announced whose day has passed is not known to "
        "have taken place.",
        "purpose": "What it was for.",
        "invited_by": "The body that invited.",
        "outcome": "What came of it.",
        "cost": "What it cost; null unless the figure is released to readers.",
        "currency": "The currency of `cost`, such as IRR.",
        "programme": "Its stops and meetings.",
    },
    "ProgrammeLine": {
        "position": "Its place in the programme.",
        "day": "The day.",
        "place": "The place.",
        "text": "The stop or meeting.",
    },
    "Event": {
        "type": "What it was. A `claim`, a `list` and an `assessment` record words, not deeds, and "
        "never raise a form.",
        "claimed_form": "For a claim or a list: the form that it says the tie has.",
        "stated_count": "For a list: how many ties it says there are.",
        "decides": "For a decision: what it decides of the tie.",
        "offer": "What residents may take part in, from its first day to its last.",
        "offer_url": "Where to take part.",
    },
    "Commitment": {
        "force": "How firmly it was said. Only an `undertaking` and a `plan` count as promised.",
        "due": "When it is to be done.",
        "due_words": "The same in the source’s words, where it names no day.",
        "reviews": "What came of it, each review with its day; the latest day holds.",
        "indicators": "By what it is measured: what is counted, from where, to which target.",
        "indicator_values": "What was counted of its indicators.",
    },
    "CommitmentReview": {
        "on": "The day of the review.",
        "verdict": "What the reviewer found. `no_evidence` is not `not_delivered`.",
        "words": "The finding in a sentence.",
        "source": "The evidence.",
    },
    "Restriction": {
        "scope": "Which channel is closed.",
        "body": "The body that decided it.",
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

MEANINGS["TimelineEntry"] = MEANINGS["Entry"]


def described(struct: type[Row], slot: Slot, model: type[models.Model]) -> str:
    """Return what a field means, as said here for its Struct or one that it extends."""
    for one in struct.__mro__:
        if said := MEANINGS.get(one.__name__, {}).get(slot.name):
            return said
    return meaning(slot, model)
