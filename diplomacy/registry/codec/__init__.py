"""One record and its rows as plain data, and back."""

from .loading import Outcome, load
from .nodes import Fault, RegisterFaults
from .reading import Placed, Register, read_register
from .records import digest, to_struct, to_texts, with_rows
from .structs import NOUNS
from .writing import write_noun

__all__ = [
    "NOUNS",
    "Fault",
    "Outcome",
    "Placed",
    "Register",
    "RegisterFaults",
    "digest",
    "load",
    "read_register",
    "to_struct",
    "to_texts",
    "with_rows",
    "write_noun",
]
