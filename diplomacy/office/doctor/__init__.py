"""What is wrong with the way the site is set up, and what mends it. It changes nothing."""

from .findings import Finding, Level
from .running import examined

__all__ = ["Finding", "Level", "examined"]
