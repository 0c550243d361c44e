"""The public files kept with entries: papers to be fetched, photographs to be seen."""

from collections.abc import Iterable

from msgspec import Struct

from diplomacy.registry.models import City, Document
from diplomacy.registry.photographs import Size, picture_size

from . import city_parts
from .city_parts import MOST_FILES


class Photograph(Struct, frozen=True):
    """A public photograph that can be shown, with its size."""

    document: Document
    size: Size


class Files(Struct, frozen=True):
    """Public files; a photograph that cannot be shown stands among the papers."""

    papers: tuple[Document, ...]
    photographs: tuple[Photograph, ...]
    has_more: bool = False


NO_FILES = Files((), ())


def files(documents: Iterable[Document]) -> Files:
    """Return the files, photographs apart. Reads the first bytes of each photograph."""
    papers, photographs = [], []
    for document in documents:
        is_photograph = document.kind == Document.Kind.PHOTOGRAPH
        size = _size(document) if is_photograph else None
        if size:
            photographs.append(Photograph(document, size))
        else:
            papers.append(document)
    return Files(tuple(papers), tuple(photographs))


def _size(document: Document) -> Size | None:
    try:
        with document.file.open("rb") as opened:
            return picture_size(opened)
    except OSError:
        return None


def files_of_city(city: City) -> Files:
    """Return the public files of the entries that name the city, the latest entry's first.

    One query.
    """
    found = city_parts.files(city)
    shown = files(found[:MOST_FILES])
    return Files(shown.papers, shown.photographs, has_more=len(found) > MOST_FILES)
