"""A process of the site on one database; it measures what its parent asks."""

from typing import Any

from .answering import answer_lines
from .measuring import Effort, Subject, abuse, register, subjects
from .pages import pages
from .weights import weights


class Worker:
    def __init__(self) -> None:
        self._subjects: list[Subject] = []

    def describe(self) -> dict[str, Any]:
        """Return what is counted, of the register and of each page."""
        self._subjects = subjects()
        return register() | {"pages": [subject.described() for subject in self._subjects]}

    def round(self, **effort: Any) -> dict[str, Any]:
        """Return the times of each page, by name."""
        return {one.page.name: one.round(Effort(**effort)) for one in self._subjects}

    def abuse(self, **effort: Any) -> list[dict[str, Any]]:
        return abuse(Effort(**effort))

    def weights(self) -> list[dict[str, Any]]:
        return weights({one.name: one.address for one in pages()})


if __name__ == "__main__":
    answer_lines(Worker())
