"""One record and its rows as plain data, and back."""

from .building import Built, build
from .loading import Outcome, Stamp, load, records_here
from .nodes import Fault, Mapping, RegisterFaults
from .reading import Placed, Register, read_register
from .records import as_text, digest, references, to_struct, to_texts, with_rows
from .shape import ENTRY_NOUNS, Slot, model_of, slots, struct_of
from .structs import NOUNS
from .targets import Targets
from .validation import repeated
from .writing import write_noun

__all__ = [
    "ENTRY_NOUNS",
    "NOUNS",
    "Built",
    "Fault",
    "Mapping",
    "Outcome",
    "Placed",
    "Register",
    "RegisterFaults",
    "Slot",
    "Stamp",
    "Targets",
    "as_text",
    "build",
    "digest",
    "load",
    "model_of",
    "read_register",
    "records_here",
    "references",
    "repeated",
    "slots",
    "struct_of",
    "to_struct",
    "to_texts",
    "with_rows",
    "write_noun",
]
