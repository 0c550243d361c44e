"""The public files of an entry, as open data: what each is, and where it is fetched."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Literal

from django.conf import settings
from django.urls import reverse
from msgspec import Meta, Struct

from diplomacy.registry.models import Document

from .values import Text, text_of


class DocumentOf(Struct, kw_only=True):
    """A public file kept with an entry; what staff keep to themselves is not among them."""

    key: Annotated[str, Meta(description="Its stable key.")]
    kind: Annotated[Literal[tuple(Document.Kind.values)], Meta(description="What it is.")]
    title: Annotated[Text | None, Meta(description="What it is called; null: no title.")]
    language: Annotated[
        str | None, Meta(description="Language tag of what it says; null: none is recorded.")
    ]
    authentic: Annotated[bool, Meta(description="Whether its text is one that binds.")]
    address: Annotated[str, Meta(description="Where the file is fetched.")]
    sha256: Annotated[str, Meta(description="SHA-256 of the file, in hexadecimal digits.")]
    alternative: Annotated[Text | None, Meta(description="What a photograph shows, in words.")]
    credit: Annotated[str | None, Meta(description="Whom to name with it.")]
    licence: Annotated[str | None, Meta(description="On which terms a photograph may be used.")]


def documents_of(entries: Iterable[int]) -> dict[int, list[DocumentOf]]:
    """Return the public files of entries, given by primary key. One query."""
    kept: dict[int, list[DocumentOf]] = defaultdict(list)
    for one in Document.objects.published().filter(entry__in=list(entries)):
        kept[one.entry_id].append(_document(one))
    return kept


def _document(one: Document) -> DocumentOf:
    return DocumentOf(
        key=one.key,
        kind=one.kind,
        title=text_of(one, "title"),
        language=one.language or None,
        authentic=one.authentic,
        address=settings.SITE_URL + reverse("public:document", args=[one.key]),
        sha256=one.sha256,
        alternative=text_of(one, "alternative"),
        credit=one.credit or None,
        licence=one.licence or None,
    )
