"""A large register of plainly made-up records, to measure and to try the site with."""

from .making import make_sample

__all__ = ["make_sample"]
