"""The texts in which a found record holds the words, in the order they are looked at."""

from collections.abc import Iterable, Iterator

from diplomacy.registry.models import City, CooperationArea, Entry, Person, Source
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.words import LANGUAGES, Text, page_language

_OTHER = "und"


def title_of(record: Keyed) -> Text:
    """Return what the record is called on the page, in the language that it is written in."""
    if isinstance(record, Source):
        return Text(record.title, record.language or _OTHER)
    if isinstance(record, Person) and not record.name:
        return Text(record.own_name, record.own_language or _OTHER)
    for name in ("title", "name", "point", "question"):
        if text := getattr(record, name, ""):
            return text
    return Text(record.key, "en")


def texts_of(record: Keyed) -> list[Text]:
    """Return the texts of a found record, those in the language of the page first."""
    owner = record.leaf if isinstance(record, Entry) else record
    texts = list(_columns(owner, owner.SEARCHED_IN_TEXT))
    texts += getattr(record, "papers_shown", ())
    return _own_language_first(texts)


def names_of(record: Keyed, title: str) -> list[Text]:
    """Return by what else the record is called; of an entry, who took part and its areas."""
    return _own_language_first(text for text in _names(record) if text != title)


def _own_language_first(texts: Iterable[Text]) -> list[Text]:
    own = page_language()
    return sorted(filter(None, texts), key=lambda text: text.lang != own)


def _names(record: Keyed) -> Iterator[Text]:
    yield from _columns(record, [name for name in record.SEARCHED if name != "publisher"])
    if isinstance(record, City | Person):
        yield from _columns(record, [f"name_{code}" for code in LANGUAGES])
        yield Text(record.own_name, record.own_language or _OTHER)
        yield from (Text(one.text, one.language or _OTHER) for one in record.aliases.all())
    if isinstance(record, Entry):
        yield from record.parts_shown
        for row in record.area_rows.all():
            yield from _columns(row.area, CooperationArea.SEARCHED)


def _columns(record: Keyed, names: list[str] | tuple[str, ...]) -> Iterator[Text]:
    for name in names:
        code = name.rpartition("_")[2]
        language = code if code in LANGUAGES else getattr(record, "language", "") or _OTHER
        yield Text(str(getattr(record, name) or ""), language)
