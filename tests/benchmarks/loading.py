"""What a loaded site is asked for, and what it costs to write to it."""

import time

from django.db import transaction

from .answering import answer_lines

# isort: split
# Django is set up now.
from diplomacy.registry.models import Entry, Event, Relationship

from .pages import LANGUAGE, pages


class Loading:
    def size(self) -> int:
        return Entry.objects.count()

    def addresses(self) -> dict[str, list[str]]:
        """Return addresses of each kind of request."""
        here = f"/{LANGUAGE}"
        ties = Relationship.objects.published().values_list("partner__key", flat=True)
        pages_of_ties = [f"{here}/cities/{key}/" for key in ties.order_by("id")[:7]]
        searches = [page.address for page in pages() if page.search]
        return {
            "pages that are kept": [f"{here}/", *pages_of_ties],
            # Which have a query are not kept.
            "pages made anew": [f"{address}?kind=event" for address in pages_of_ties],
            "narrowed lists": [f"{here}/events/?year={year}" for year in range(2000, 2008)],
            "searches": searches,
            "the API": [f"/api/v1/events/?year={year}" for year in range(2000, 2008)],
        }

    def write(self, seconds: float) -> tuple[float, float]:
        """Return how many entries are saved a second, and milliseconds of processor for each.

        Each is taken back at once, so that the database stays as it was made.
        """
        events = list(Event.objects.published().order_by("id")[:100])
        number, began, spent = 0, time.perf_counter(), time.process_time()
        while (took := time.perf_counter() - began) < seconds:
            event = events[number % len(events)]
            with transaction.atomic():
                event.full_clean()
                event.save()
                transaction.set_rollback(True)
            number += 1
        return number / took, 1000 * (time.process_time() - spent) / number


if __name__ == "__main__":
    answer_lines(Loading())
