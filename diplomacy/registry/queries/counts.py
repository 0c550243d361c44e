"""How many ties there are, by which criterion, on which day; and how many others have stated."""

from collections import Counter
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import Citation, Entry, Event, Form

from .overview import Tie, ties_with_contacts
from .standing import Certainty, standings

# What a tie must be to be counted under its form.
CRITERIA = {
    Form.SISTER: _("a sister-city pact in force"),
    Form.FRIENDSHIP: _("a friendship pact in force, and no higher"),
    Form.PROJECT: _("a project partnership in force, and no higher"),
    Form.MOU: _("a memorandum of understanding in force, and no higher"),
    Form.LOI: _("a letter of intent in force, and no higher"),
    Form.CONTACT: _("contacts, and no paper in force"),
    Form.NONE: _("neither a paper in force nor a contact recorded"),
}


class Counts(Struct, frozen=True):
    """The city's own published ties: none of a district's is in any number.

    `by_form` is by the highest form in force, highest first, `sisters_by_certainty` of those
    with a pact by how we know it, best first. Both leave out what no tie has.
    """

    ties: int
    by_form: tuple[tuple[Form, int], ...]
    on_the_way: int
    sisters_by_certainty: tuple[tuple[Certainty, int], ...]

    @property
    def sisters(self) -> int:
        """Return how many ties have a sister-city pact in force."""
        return dict(self.by_form).get(Form.SISTER, 0)


def counts(on: date) -> Counts:
    """Return the numbers for the day `on`, from the standings. Six queries."""
    found = ties_with_contacts(on)
    where = standings(found, on)
    ties = [Tie(tie, where[tie.pk]) for tie in found]
    forms = Counter(tie.standing.form.value for tie in ties)
    certainties = Counter(
        tie.standing.certainty.value for tie in ties if tie.standing.form.value == Form.SISTER
    )
    return Counts(
        ties=len(ties),
        by_form=tuple((form, forms[form]) for form in reversed(Form) if forms[form]),
        on_the_way=sum(tie.on_the_way for tie in ties),
        sisters_by_certainty=tuple(
            (one, certainties[one]) for one in reversed(Certainty) if certainties[one]
        ),
    )


def stated_counts() -> tuple[Event, ...]:
    """Return the published lists that say how many there are, oldest first, undated ones last.

    Each with its citations and their sources. Two queries. They are what others say: no number
    of ours is made from them, and none of them from ours.
    """
    lists = (
        Event.objects.published()
        .filter(kind=Entry.Kind.EVENT, aspect=Event.Type.LIST, stated_count__isnull=False)
        .prefetch_related(Prefetch("citations", Citation.objects.select_related("source")))
        .order_by("ordering_day", "id")
    )
    return tuple(sorted(lists, key=lambda event: event.ordering_day == date.min))
