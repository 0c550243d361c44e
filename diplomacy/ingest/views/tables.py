"""Tables from upload to undo: which columns, which rows, what came of it."""

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from diplomacy.accounts.access import StaffMixin
from diplomacy.ingest.models import Batch, ColumnMapping
from diplomacy.ingest.tables.columns import NOUNS, guess, settable
from diplomacy.ingest.tables.comparing import compare
from diplomacy.ingest.tables.importing import Refused, bring_in, open_batch, table_of
from diplomacy.ingest.tables.lines import Comparison, Group, Line, State
from diplomacy.ingest.tables.reading import Unreadable, read_table
from diplomacy.registry.codec import model_of
from diplomacy.registry.queries.paging import page_of

NEWEST_FIRST = ("-opened_at", "-id")
SAMPLES = 3
SECTION = "ingest:tables"  # the place in the navigation


def noun_label(noun: str) -> str:
    """Return what a list of the noun is called on the page."""
    return capfirst(str(model_of(noun)._meta.verbose_name_plural))


class UploadForm(forms.Form):
    """A table and what it holds; `table` is what was read of it."""

    noun = forms.ChoiceField(label=gettext_lazy("What the table holds"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV in UTF-8, up to 5,000 rows and 5 MB."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["noun"].choices = [(noun, noun_label(noun)) for noun in NOUNS]
        for field in self.fields.values():
            field.widget.attrs["class"] = "inp"

    def clean_file(self) -> Any:
        try:
            self.table = read_table(self.cleaned_data["file"])
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        return self.cleaned_data["file"]


class ColumnsForm(forms.Form):
    """What each header of a table means, one field a header."""

    def __init__(self, batch: Batch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = settable(batch.noun).values()
        choices = [("", _("not read")), *((one.name, one.label) for one in known)]
        for place, header in enumerate(batch.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or _("(no header)"), choices=choices, required=False
            )
            self.fields[f"column_{place}"].widget.attrs["class"] = "inp"

    @property
    def names(self) -> list[str]:
        """The names of the columns, header by header."""
        return [self.cleaned_data[name] for name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first: dict[str, str] = {}
        for field, name in list(cleaned.items()):
            if name and first.setdefault(name, field) != field:
                self.add_error(field, _("Another header has this meaning already."))
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Say of at least one header what it means."))
        return cleaned


class ImportMixin(StaffMixin):
    """Pages of who may bring tables in; a table under way is its owner's alone."""

    permission = "ingest.import"

    def batch(self, key: str) -> Batch:
        found = Batch.objects.of(self.request.user).select_related("by", "undone_by")
        return get_object_or_404(found, key=key)


class TablesView(ImportMixin, View):
    """Begin with a file; below it the tables of before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        noun, name = form.cleaned_data["noun"], form.cleaned_data["file"].name
        batch = open_batch(noun, form.table, name, request.user)
        return redirect("ingest:columns", batch.key)

    def _page(self, form: UploadForm) -> HttpResponse:
        given = self.request.GET
        batches = Batch.objects.of(self.request.user).select_related("by").defer("rows")
        page = page_of(
            batches, NEWEST_FIRST, after=given.get("after", ""), before=given.get("before", "")
        )
        nouns = [(one, noun_label(one)) for one in NOUNS]
        context = {"section": SECTION, "form": form, "page": page, "nouns": nouns}
        for batch in page.rows:
            batch.noun_label = noun_label(batch.noun)
        return render(self.request, "ingest/tables.html", context)


class ColumnsView(ImportMixin, View):
    """What each header means: as the last time, else as it is guessed."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if batch.imported_at:
            return redirect("ingest:batch", key)
        remembered = _mapping(batch).values_list("columns", flat=True).first()
        names = batch.columns or remembered or guess(batch.noun, batch.headers)
        initial = {f"column_{place}": name for place, name in enumerate(names)}
        form = ColumnsForm(batch, initial=initial)
        return self._page(batch, form, bool(remembered and not batch.columns))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if batch.imported_at:
            return redirect("ingest:batch", key)
        form = ColumnsForm(batch, request.POST)
        if not form.is_valid():
            return self._page(batch, form)
        batch.columns = form.names
        batch.save(update_fields=["columns"])
        _mapping(batch).delete()
        ColumnMapping.objects.create(**_mapping_of(batch), columns=form.names)
        return redirect("ingest:rows", key)

    def _page(self, batch: Batch, form: ColumnsForm, remembered: bool = False) -> HttpResponse:
        samples = [
            [cells[place] for _number, cells in batch.rows if place < len(cells) and cells[place]]
            for place in range(len(batch.headers))
        ]
        context = {
            "section": SECTION,
            "batch": batch,
            "form": form,
            "columns": [
                (field, found[:SAMPLES]) for field, found in zip(form, samples, strict=True)
            ],
            "remembered": remembered,
            "noun": noun_label(batch.noun),
        }
        return render(self.request, "ingest/columns.html", context)


class RowsView(ImportMixin, View):
    """What each row would do; the chosen ones come in."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if batch.imported_at:
            return redirect("ingest:batch", key)
        if not batch.columns:
            return redirect("ingest:columns", key)
        found = compare(batch.noun, table_of(batch), batch.columns, request.user)
        return self._page(batch, found, _by_default(found))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        batch = self.batch(key)
        if batch.imported_at:
            return redirect("ingest:batch", key)
        chosen = {int(one) for one in request.POST.getlist("rows") if _is_number(one)}
        if "look" in request.POST and batch.columns:
            found = compare(batch.noun, table_of(batch), batch.columns, request.user)
            return self._look(batch, found, chosen, request.POST["look"])
        try:
            bring_in(batch, chosen, request.POST.get("mark", ""), request.user)
        except Refused as refused:
            batch = self.batch(key)
            if batch.imported_at:  # a second press of the button
                return redirect("ingest:batch", key)
            found = compare(batch.noun, table_of(batch), batch.columns, request.user)
            return self._page(batch, found, chosen, str(refused))
        messages.success(request, _("The chosen rows were brought in."))
        return redirect("ingest:batch", key)

    def _look(self, batch: Batch, found: Comparison, chosen: set[int], wanted: str) -> HttpResponse:
        """Show other rows of a state, or tick all of them or none; what is ticked stays ticked."""
        state, _colon, what = wanted.partition(":")
        of_state = {line.number for line in found.lines if line.state == state}
        if what == "all":
            chosen |= of_state
        elif what == "none":
            chosen -= of_state
        start = int(what) if _is_number(what) else 0
        return self._page(batch, found, chosen, groups=found.groups(state, start))

    def _page(
        self,
        batch: Batch,
        found: Comparison,
        chosen: set[int],
        fault: str = "",
        groups: list[Group] | None = None,
    ) -> HttpResponse:
        context = {
            "section": SECTION,
            "batch": batch,
            "noun": noun_label(batch.noun),
            "found": found,
            "groups": groups or found.groups(),
            "counts": [(state.label, count) for state, count in found.counts.items()],
            "choosable": any(line.choosable for line in found.lines),
            "chosen": chosen,
            "fault": fault,
        }
        return render(self.request, "ingest/rows.html", context, status=409 if fault else 200)


def _by_default(found: Comparison) -> set[int]:
    return {line.number for line in found.lines if _comes_in(line)}


def _comes_in(line: Line) -> bool:
    """Whether a row is chosen until somebody says otherwise: a possible duplicate is not."""
    return line.state in (State.NEW, State.CHANGED)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _mapping_of(batch: Batch) -> dict[str, Any]:
    digest = hashlib.sha256(json.dumps(batch.headers).encode()).hexdigest()
    return {"user": batch.by, "noun": batch.noun, "headers": digest}


def _mapping(batch: Batch):
    return ColumnMapping.objects.filter(**_mapping_of(batch))
