"""The rows of tables of records and of empty ones, cell by cell as `cells` reads them back."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from diplomacy.registry.codec import model_of, struct_of, to_struct, with_rows

from .columns import FOR_RECORDERS, Column, columns_of

# Every noun whose list may leave as a table.
EXPORTED = (
    "cities", "ties", "agreements", "delegations", "events", "commitments", "people",
    "organisations", "sources",
)  # fmt: skip
CHUNK = 500  # records read at a time

Row = list[str]


def shown_columns(noun: str, user: AbstractBaseUser) -> list[Column]:
    """Return the columns that `user` may see: contact details only who writes to people."""
    may_write = user.has_perm(f"registry.change_{model_of(noun)._meta.model_name}")
    return [one for one in columns_of(noun) if may_write or one.slot.name not in FOR_RECORDERS]


def headers(columns: Iterable[Column], in_words: bool) -> Row:
    """Return the first row: in the language of the page, or as the codec names the fields."""
    return [one.label if in_words else one.name for one in columns]


def records(noun: str, columns: list[Column]) -> Iterator[Row]:
    """Yield a row for each record of a noun, by key, draft copies left out."""
    found = model_of(noun).objects.all()
    if hasattr(found, "originals"):
        found = found.originals()
    found = with_rows(found, struct_of(noun)).order_by("key")
    for record in found.iterator(chunk_size=CHUNK):
        struct = to_struct(record)
        yield [column.text_of(struct) for column in columns]


def template(noun: str, in_words: bool) -> tuple[Row, list[Row]]:
    """Return the headers of an empty table, and what is to stand below each."""
    columns = [one for one in columns_of(noun) if one.settable]
    explained = [[_("Column"), _("Name of the field"), _("What to write")]]
    explained += [[one.label, one.name, one.meaning] for one in columns]
    return headers(columns, in_words), explained
