"""The page of one record: there, moved, withdrawn, or as if it had never been."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Publication
from diplomacy.registry.models.base import Keyed, KeyedQuerySet, Publishable


def withdrawn_page(
    request: HttpRequest, record: Publishable, template: str = "public/gone.html"
) -> HttpResponse:
    """Return 410 with the public reason and the day, and nothing else of the record."""
    day = PartialDate.of(record.withdrawn_on) if record.withdrawn_on else None
    context = {"reason": record.withdrawn_reason, "day": day, "is_fault": True}
    return render(request, template, context, status=410)


def found_or_moved(
    request: HttpRequest, published: KeyedQuerySet, key: str
) -> Keyed | HttpResponse:
    """Return the public record with this key, or the way to the one that once had it.

    For nouns that are public through others and never withdrawn themselves. One query for a
    record that is there. Raises Http404 for what is not public, as for what never was.
    """
    if record := published.filter(key=key).first():
        return record
    if moved := published.by_former_key(key):
        return redirect(request.resolver_match.view_name, key=moved.key, permanent=True)
    raise Http404


def missing(request: HttpRequest, records: QuerySet[Publishable], key: str) -> HttpResponse:
    """Return what stands at the address of a record that is not published.

    Its new address where it has moved, 410 where it was withdrawn. Raises Http404 otherwise, for
    a draft just as for a key that never was.
    """
    record = records.shown_or_former(key)
    if record is not None and record.publication == Publication.WITHDRAWN:
        return withdrawn_page(request, record)
    if record is not None and record.key != key:
        match = request.resolver_match
        return redirect(match.view_name, key=record.key, permanent=True)
    raise Http404
