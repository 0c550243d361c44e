"""Merging two records that are one: choosing them, what would happen, what was done, undoing."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from msgspec import Struct

from diplomacy.accounts.access import StaffMixin
from diplomacy.registry.merging import (
    NOUNS,
    CannotMerge,
    CannotUndo,
    Plan,
    counted,
    merge,
    plan,
    undo,
)
from diplomacy.registry.models import Merge
from diplomacy.registry.queries.paging import page_of
from diplomacy.registry.values import in_words, moment

FOUND_SHOWN = 12
QUERY_LENGTH = 200
NEWEST_FIRST = ("-id",)

# What tells two records of one name apart, read with them.
TELLING = {
    "city": ("country",),
    "organisation": ("city",),
    "person": (),
    "relationship": ("home_end", "partner"),
}


class Side(Struct, frozen=True):
    """One of the two to be chosen: what was searched, what was found, what is chosen."""

    name: str
    words: str
    chosen: models.Model | None
    found: list[models.Model]

    @property
    def offered(self) -> list[models.Model]:
        """Return the chosen record first, and what else was found."""
        others = [record for record in self.found if record != self.chosen]
        return [self.chosen, *others] if self.chosen else others


class MergeView(StaffMixin, TemplateView):
    """Choose the record that stays and the one that goes into it; a POST merges them."""

    template_name = "office/merge.html"
    permission = "registry.merge"
    extra_context: ClassVar = {"section": "desk:merges"}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        noun = _noun(request.POST)
        kept, other = (_keyed(noun, request.POST.get(side, "")) for side in ("keep", "other"))
        if kept is None or other is None:
            messages.warning(
                request, _("One of the two is gone: somebody has merged or deleted it.")
            )
            return self._page(request.POST, status=409)
        name = str(other)
        try:
            merge(kept, other, request.user)
        except CannotMerge as refused:
            return self._page(request.POST, status=422, faults=refused.messages)
        words = {"other": name, "kept": kept}
        messages.success(request, _("“%(other)s” is merged into “%(kept)s”.") % words)
        return HttpResponseRedirect(reverse("desk:merges"))

    def _page(
        self, given: Any, *, status: int = 200, faults: list[str] | None = None
    ) -> HttpResponse:
        noun = _noun(given)
        sides = [_side(noun, name, given) for name in ("keep", "other")]
        kept, other = (side.chosen for side in sides)
        found = plan(kept, other) if kept and other else None
        context = self.get_context_data(
            noun=noun,
            nouns=_nouns(noun),
            sides=sides,
            plan=found,
            faults=faults or (found.obstacles if found else []),
            moves=counted(found.moved) if found else [],
            takes=_takes(found) if found else [],
            swapped=_swapped(noun, kept, other),
        )
        return self.render_to_response(context, status=status)


class MergesView(StaffMixin, TemplateView):
    """All merges, the last first."""

    template_name = "office/merges.html"
    permission = "registry.merge"
    extra_context: ClassVar = {"section": "desk:merges"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        page = page_of(
            Merge.objects.select_related("by", "undone_by"),
            NEWEST_FIRST,
            after=given.get("after", ""),
            before=given.get("before", ""),
        )
        names = _names_of_kept(page.rows)
        for done in page.rows:
            done.noun_name = NOUNS[done.noun]._meta.verbose_name
            done.kept_name = names.get((done.noun, done.kept_id), done.kept_key)
            done.moment = moment(done.at)
            done.undone_moment = moment(done.undone_at) if done.undone_at else ""
        return super().get_context_data(page=page, **kwargs)


class UndoMergeView(StaffMixin, View):
    """Part two records again, by a POST from the list."""

    permission = "registry.merge"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        done = get_object_or_404(Merge, pk=pk)
        try:
            parted = undo(done, request.user)
        except CannotUndo as refused:
            for message in refused.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("“%(record)s” is back.") % {"record": parted.record})
            if parted.stayed:
                stayed = "; ".join(parted.stayed)
                messages.warning(request, _("Left as it is now: %(stayed)s") % {"stayed": stayed})
        return HttpResponseRedirect(reverse("desk:merges"))


def _noun(given: Any) -> str:
    noun = given.get("noun", "city")
    if noun not in NOUNS:
        raise Http404
    return noun


def _nouns(chosen: str) -> list[tuple[str, str, bool]]:
    """Return the address, the name and whether it is the chosen one, of each noun."""
    return [
        (f"?noun={noun}", capfirst(model._meta.verbose_name_plural), noun == chosen)
        for noun, model in NOUNS.items()
    ]


def _keyed(noun: str, key: str) -> models.Model | None:
    records = NOUNS[noun].objects.select_related(*TELLING[noun])
    return records.filter(key=key.replace("\0", "")).first() if key else None


def _side(noun: str, name: str, given: Any) -> Side:
    words = given.get(f"{name}_words", "").replace("\0", "").strip()[:QUERY_LENGTH]
    found: list[models.Model] = []
    if words:
        records = NOUNS[noun].objects.search(words).select_related(*TELLING[noun])
        found = list(records.order_by("key")[:FOUND_SHOWN])
    chosen = _keyed(noun, given.get(name, ""))
    if chosen is None and len(found) == 1:
        chosen = found[0]
    return Side(name, words, chosen, found)


def _takes(found: Plan) -> list[tuple[str, str]]:
    """Return what the kept record takes from the other, under the names of the columns."""
    columns = {column.attname: column for column in found.kept._meta.concrete_fields}
    return [
        (capfirst(columns[name].verbose_name), in_words(found.other, columns[name]))
        for name in found.filled
    ]


def _swapped(noun: str, kept: models.Model | None, other: models.Model | None) -> str:
    if not kept or not other:
        return ""
    return "?" + urlencode({"noun": noun, "keep": other.key, "other": kept.key})


def _names_of_kept(merges: tuple[Merge, ...]) -> dict[tuple[str, int], str]:
    """Return what the kept records are called now. A query a noun."""
    names = {}
    for noun in {done.noun for done in merges}:
        pks = [done.kept_id for done in merges if done.noun == noun]
        records = NOUNS[noun].objects.select_related(*TELLING[noun]).filter(pk__in=pks)
        names |= {(noun, record.pk): str(record) for record in records}
    return names
