"""One record and its rows as plain data, and back."""

from .building import Built, build
from .describing import meaning
from .loading import Outcome, Stamp, load, records_here
from .nodes import Fault, Mapping, RegisterFaults
from .plain import Among, References, plain_records
from .readers import (
    hide,
    hiding,
    named_part,
    readers_part,
    readers_records,
    table_of,
    with_readers_rows,
)
from .readers_files import ReadersFiles, Told, readers_register
from .reading import Placed, Register, read_register
from .records import as_text, digest, key_of, references, to_struct, to_texts, with_rows
from .shape import ENTRY_NOUNS, Slot, model_of, noun_of, rows_table, slots, struct_of
from .structs import NOUNS
from .targets import Targets
from .validation import repeated
from .writing import write_noun

__all__ = [
    "ENTRY_NOUNS",
    "NOUNS",
    "Among",
    "Built",
    "Fault",
    "Mapping",
    "Outcome",
    "Placed",
    "ReadersFiles",
    "References",
    "Register",
    "RegisterFaults",
    "Slot",
    "Stamp",
    "Targets",
    "Told",
    "as_text",
    "build",
    "digest",
    "hide",
    "hiding",
    "key_of",
    "load",
    "meaning",
    "model_of",
    "named_part",
    "noun_of",
    "plain_records",
    "read_register",
    "readers_part",
    "readers_records",
    "readers_register",
    "records_here",
    "references",
    "repeated",
    "rows_table",
    "slots",
    "struct_of",
    "table_of",
    "to_struct",
    "to_texts",
    "with_readers_rows",
    "with_rows",
    "write_noun",
]
