"""A made-up register with something of everything, each of its neighbours hidden."""

from diplomacy.registry.models import Document
from tests import builders

HIDDEN = ("draft", "in_review", "withdrawn")
MAKERS = (
    builders.agreement,
    builders.delegation,
    builders.offer,
    builders.commitment,
    builders.restriction,
)


def everything():
    """Return the partner of a public tie with entries of all kinds and all that they bring."""
    tie = builders.tie(leading=True)
    layer = builders.layer(tie)
    body, holder = builders.organisation(city=tie.partner), builders.person()
    builders.term(holder, body)
    entries = [make(tie.partner) for make in MAKERS]
    builders.area(*entries, layer=layer)
    for entry in entries:
        builders.took_part(entry, organisation=body, person=holder)
        builders.took_part(entry, person=builders.person(), name_shown=False, office_en="a clerk")
        builders.difference(entry)
        builders.question(entry)
    Document.objects.create(
        entry=entries[0].entry_ptr,
        kind="report",
        title_en="A report",
        access="public",
        file=builders.upload(),
    )
    return tie


def hidden_neighbours(tie) -> list:
    """Hide beside all this what is about the same city, and return it."""
    made = []
    for state in HIDDEN:
        made += [make(tie.partner, publication=state) for make in MAKERS]
        made.append(builders.tie(publication=state))
        for record in made[-len(MAKERS) - 1 : -1]:
            builders.took_part(record, organisation=builders.organisation())
            builders.area(record)
            builders.difference(record)
            builders.question(record)
    return made
