"""Made-up entries of every kind, with the rows that refer to them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from diplomacy.registry.models import (
    Agreement,
    Citation,
    Commitment,
    CommitmentReview,
    Delegation,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Event,
    Participation,
    Publication,
    Restriction,
)
from diplomacy.registry.models.base import Record

from .names import three
from .surroundings import TIES, Surroundings

HOT = 0.01  # of all entries are of one tie
HIDDEN = 0.05
# Of a hundred entries; the second number counts those of the kind and those before.
_EVENT, _DELEGATION, _AGREEMENT, _COMMITMENT = 45, 70, 85, 97
_YEARS = range(1985, 2026)
_WORDS = {
    "agreement": ("توافق نمونه", "Sample agreement", "样本协议"),
    "delegation": ("سفر نمونه", "Sample visit", "样本访问"),
    "event": ("رویداد نمونه", "Sample event", "样本活动"),
    "commitment": ("تعهد نمونه", "Sample promise", "样本承诺"),
    "restriction": ("محدودیت نمونه", "Sample restriction", "样本限制"),
}


def made_entries(
    chance: Random, around: Surroundings, number: int, mark: str
) -> tuple[list[Entry], list[Record]]:
    """Return so many unsaved entries, and the rows that refer to them.

    In the key and the titles of each stands `mark`, x and its number: a word of its own.
    """
    entries: list[Entry] = []
    rows: list[Record] = []
    for one in range(number):
        entry = _entry(chance, around, f"{mark}x{one}")
        rows += _rows(chance, around, entry)
        if entries and chance.random() < 0.1:
            earlier = chance.choice(entries)
            rows.append(EntryLink(entry=entry, kind="arises_from", to=earlier))
        entries.append(entry)
    return entries, rows


def _entry(chance: Random, around: Surroundings, mark: str) -> Entry:
    make = _maker(chance.randrange(100))
    start = _day(chance)
    entry = make(chance, around, start)
    fa, en, zh = _WORDS[entry.KIND]
    shared = {
        "key": f"{entry.KIND}-{mark}",
        "start": start,
        "level": chance.choice(Entry.Level.values),
        "weight": "courtesy" if chance.random() < 0.2 else "substantive",
        **three("title", f"{fa} {mark}", f"{en} {mark}", f"{zh} {mark}"),
        **three(
            "summary",
            f"متنی ساختگی دربارهٔ {fa} برای سنجش سرعت سامانه.",
            f"A made-up text about a {en.lower()}, to measure how fast the site is.",
            f"关于{zh}的虚构文字，用于衡量网站速度。",
        ),
        **_publication(chance),
    }
    for name, value in shared.items():
        setattr(entry, name, value)
    return entry


def _maker(share: int):
    if share < _EVENT:
        return _event
    if share < _DELEGATION:
        return _delegation
    if share < _AGREEMENT:
        return _agreement
    return _commitment if share < _COMMITMENT else _restriction


def _event(chance: Random, around: Surroundings, start: str) -> Event:
    return Event(type=chance.choice(["meeting", "ceremony", "conference", "letter", "claim"]))


def _delegation(chance: Random, around: Surroundings, start: str) -> Delegation:
    return Delegation(
        direction=chance.choice(["incoming", "outgoing", "online"]),
        end=_days_later(start, chance.randint(0, 6)),
        **three("purpose", "دیدار", "To meet", "会见"),
    )


def _agreement(chance: Random, around: Surroundings, start: str) -> Agreement:
    return Agreement(
        instrument=chance.choice(["loi", "mou", "mou", "friendship", "sister", "minutes"]),
        **three("text_why", "ساختگی است", "It is made up", "属于虚构"),
    )


def _commitment(chance: Random, around: Surroundings, start: str) -> Commitment:
    due = f"{chance.choice(_YEARS) + 2}" if chance.random() < 0.5 else ""
    return Commitment(force=chance.choice(["undertaking", "plan", "readiness"]), due=due)


def _restriction(chance: Random, around: Surroundings, start: str) -> Restriction:
    return Restriction(scope="official_political", body=chance.choice(around.bodies))


def _day(chance: Random) -> str:
    """Return a date as exact as sources are, in one of the two calendars, or none."""
    year, month, day = chance.choice(_YEARS), chance.randint(1, 12), chance.randint(1, 28)
    forms = {
        f"{year}-{month:02}-{day:02}": 58,
        f"{year}-{month:02}": 8,
        f"{year}": 8,
        f"{year - 621}-{month:02}-{day:02}": 16,
        f"{year - 621}-{month:02}": 5,
        f"[..{year}]": 2,
        f"[{year}..]": 1,
        "": 2,
    }
    return chance.choices(list(forms), list(forms.values()))[0]


def _days_later(start: str, days: int) -> str:
    if len(start) != len("2020-01-01") or int(start[:4]) < min(_YEARS) or not days:
        return ""
    return (date.fromisoformat(start) + timedelta(days)).isoformat()


def _publication(chance: Random) -> dict:
    appeared = datetime(2020, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(3_000_000))
    if chance.random() >= HIDDEN:
        return {"publication": Publication.PUBLISHED, "published_at": appeared}
    state = chance.choice([Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN])
    if state != Publication.WITHDRAWN:
        return {"publication": state}
    reason = three("withdrawn_reason", "ساختگی", "Made up", "虚构")
    return {"publication": state, "withdrawn_on": date(2025, 1, 2), **reason}


def _rows(chance: Random, around: Surroundings, entry: Entry) -> Iterator[Record]:
    place = _place(chance, around)
    yield EntryCity(entry=entry, city=place)
    if chance.random() < 0.7:
        yield EntryArea(entry=entry, area=chance.choice(around.areas))
    for source in chance.sample(around.sources, chance.choice([1, 1, 2])):
        yield Citation(entry=entry, source=source)
    if isinstance(entry, Agreement):
        for party in (around.home, place):
            yield Participation(entry=entry, role="party", city=party)
    if isinstance(entry, Delegation):
        yield Participation(
            entry=entry,
            role="head",
            person=chance.choice(around.people),
            name_shown=chance.random() < 0.8,
            **three("office", "شهردار", "Mayor", "市长"),
        )
    if isinstance(entry, Commitment):
        yield Participation(entry=entry, role="owes", organisation=chance.choice(around.bodies))
        if chance.random() < 0.5:
            verdict = chance.choice(["delivered", "in_progress", "no_evidence"])
            yield CommitmentReview(
                commitment=entry,
                on=f"{chance.choice(_YEARS)}",
                verdict=verdict,
                source=chance.choice(around.sources),
                **three("words", "ساختگی", "Made up.", "虚构。"),
            )


def _place(chance: Random, around: Surroundings):
    """Return the place an entry is about: the hot tie's, that of another tie, or any."""
    if (share := chance.random()) < HOT:
        return around.places[0]
    return chance.choice(around.places[1:TIES] if share < 0.6 else around.places[TIES:])
