"""Reads a pasted news text by rule, and proposes what it says for a draft."""

from .lexicon import Known, Lexicon, registered
from .proposals import Proposal
from .reading import read_news

__all__ = ["Known", "Lexicon", "Proposal", "read_news", "registered"]
