"""The whole screen: the record with its source, people and promises, filled by one POST."""

import re
from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import (
    Agreement,
    Citation,
    Delegation,
    Entry,
    EntryLink,
    Event,
    Participation,
)

from .forms import AgreementForm, CaptureForm, EventForm, VisitForm
from .rows import MOST_ROWS, PeopleRows, PromiseRows, SourceForm

ROWS = ("people", "promises")

_Role = Participation.Role


class Kind(Struct, frozen=True):
    """A kind of entry that has a screen; `name` stands in its addresses."""

    name: str
    model: type[Entry]
    form: type[CaptureForm]
    new: str | Promise
    roles: tuple[str, str]  # of the first person, of the others

    @property
    def noun(self) -> str:
        return self.model.KIND.value


KINDS = {
    kind.name: kind
    for kind in (
        Kind("visit", Delegation, VisitForm, _("New visit"), (_Role.HEAD, _Role.MEMBER)),
        Kind(
            "agreement",
            Agreement,
            AgreementForm,
            _("New agreement"),
            (_Role.SIGNATORY, _Role.SIGNATORY),
        ),
        Kind("event", Event, EventForm, _("New event"), (_Role.PRESENT, _Role.PRESENT)),
    )
}


class Standing(Struct, frozen=True):
    """What stands in a draft already and is changed on its full form."""

    people: tuple[Participation, ...] = ()
    citations: tuple[Citation, ...] = ()
    promises: tuple[Entry, ...] = ()


class Capture:
    """A screen of a kind for somebody: blank, of a draft, or filled with what was typed.

    `quiet` shows typed fields without judging them: proposals, and what was kept.
    """

    def __init__(
        self,
        kind: Kind,
        user: AbstractBaseUser,
        entry: Entry | None = None,
        typed: Mapping | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        self.kind, self.user, self.entry = kind, user, entry
        self.quiet, self.typed = quiet, typed
        data = None if typed is None else _complete(kind, typed, is_new=entry is None, quiet=quiet)
        self.form = kind.form(data, instance=entry, may_add_city=user.has_perm("registry.add_city"))
        self.source = SourceForm(data)
        people = {
            "roles": kind.roles,
            "may_add": user.has_perm("registry.add_person"),
        }
        self.people = PeopleRows(data, prefix="people", form_kwargs=people)
        self.promises = PromiseRows(data, prefix="promises")
        if quiet and data is not None:
            self._judge_nothing()

    @cached_property
    def standing(self) -> Standing:
        """Return what stands in the draft already. Three queries, none for a new one."""
        if self.entry is None:
            return Standing()
        parts = self.entry.participations.select_related("person", "organisation", "city")
        arisen = self.entry.links_here.filter(
            kind=EntryLink.Kind.ARISES_FROM, entry__kind=Entry.Kind.COMMITMENT
        )
        return Standing(
            tuple(parts.exclude(role=Participation.Role.PARTY)),
            tuple(self.entry.citations.select_related("source")),
            tuple(link.entry for link in arisen.select_related("entry__commitment")),
        )

    def is_valid(self) -> bool:
        """Judge every part, so that all faults show at once."""
        judged = [p.is_valid() for p in (self.form, self.source, self.people, self.promises)]
        return all(judged)

    @property
    def version(self) -> str:
        """Return the version of the draft on which the screen was typed."""
        typed_on = self.form.data.get("version", "") if self.quiet and self.typed else ""
        return typed_on or self.form.version

    def judged(self) -> "Capture":
        """Return the same screen with its faults told."""
        if not self.quiet:
            return self
        return Capture(self.kind, self.user, self.entry, self.typed)

    @property
    def fault_count(self) -> int:
        forms = [self.form, self.source, *self.people.forms, *self.promises.forms]
        return sum(len(form.errors) for form in forms)

    def _judge_nothing(self) -> None:
        for form in (self.form, self.source, *self.people.forms, *self.promises.forms):
            form._errors = ErrorDict()
            form.cleaned_data = {}


def _complete(kind: Kind, typed: Mapping, *, is_new: bool, quiet: bool) -> QueryDict:
    """Return what was sent with the number of rows counted, and what a proposal leaves unsaid."""
    data = QueryDict(mutable=True)
    data.update(typed)
    more = data.get("more")
    if head := data.pop("head", None):
        data.setdefault("people-0-person_words", head[-1])
    for prefix in ROWS:
        count = _count_rows(data, prefix) + (prefix == more)
        data[f"{prefix}-TOTAL_FORMS"] = str(min(max(count, 1), MOST_ROWS))
        data[f"{prefix}-INITIAL_FORMS"] = "0"
    for place in range(int(data["people-TOTAL_FORMS"])):
        data.setdefault(f"people-{place}-role", kind.roles[place > 0])
    if quiet and is_new and "proposed" in data:
        for name, usual in (("level", Entry.Level.CITY.value), ("between", "on")):
            data.setdefault(name, usual)
    return data


def _count_rows(data: QueryDict, prefix: str) -> int:
    pattern = re.compile(rf"{prefix}-(\d{{1,2}})-", re.ASCII)
    places = (pattern.match(name) for name in data)
    return max((int(place[1]) + 1 for place in places if place), default=0)
