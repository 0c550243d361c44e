"""What is derived and stored, held beside what it is made of, and written anew where it differs."""

from .checks import Difference, checks, derived_columns
from .verifying import Progress, Verdict, verify

__all__ = ["Difference", "Progress", "Verdict", "checks", "derived_columns", "verify"]
