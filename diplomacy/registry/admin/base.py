"""What every screen of a record shares."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import connection, models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from diplomacy.calendars import number
from diplomacy.registry import publishing
from diplomacy.registry.date_words import active_language
from diplomacy.registry.forms import RowLink
from diplomacy.registry.models.named import Named
from diplomacy.registry.models.words import columns
from diplomacy.registry.queries.counting import MOST_COUNTED, number_of
from diplomacy.registry.queries.paging import by_name
from diplomacy.registry.versions import once_more, refuse_what_is_gone

from .conflict import ScreenForm, conflict
from .fields import TypedFields, is_id
from .past import PastPages


def words(*names: str) -> list[tuple[str, ...]]:
    """Return a line of a fieldset for each of `names`: its three languages side by side."""
    return [tuple(columns(name)) for name in names]


def _is_public(record: models.Model) -> bool:
    """Whether readers see the record; asked once, since a screen asks for rights often."""
    if not hasattr(record, "readers_see_it"):
        published = getattr(type(record).objects, "published", None)
        record.readers_see_it = bool(published) and published().filter(pk=record.pk).exists()
    return record.readers_see_it


class CappedPaginator(Paginator):
    """Counts and leads through the first rows of a list: who looks for others narrows it."""

    @cached_property
    def rows(self) -> int:
        """Return how many rows there are, more than `MOST_COUNTED` for more than are counted."""
        return number_of(self.object_list)

    @cached_property
    def count(self) -> int:
        return min(self.rows, MOST_COUNTED)


class RecordChangeList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        # PostgreSQL knows no NUL; the stock list answers one in a filter with an error page.
        if any("\x00" in value for values in self.filter_params.values() for value in values):
            raise IncorrectLookupParameters
        found = super().get_queryset(request, exclude_parameters)
        return found.prefetch_related(*self.model_admin.list_prefetch_related)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:  # the stock list asks for all that the one page holds
            self.result_list = self.paginator.page(1).object_list


class RecordAdmin(TypedFields, PastPages):
    """Search in any script, lists of constant cost, history, and no save over another's."""

    form = ScreenForm
    change_form_template = "admin/registry/record_form.html"
    search_fields = ["search"]
    list_per_page = 50
    paginator = CappedPaginator
    list_max_show_all = 200
    list_prefetch_related: tuple[str, ...] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person may change it: what readers see now, only who may publish."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or publishing.may_publish(request.user) or not _is_public(obj)

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """Return the order by name in the language of the page where records have names."""
        return by_name() if issubclass(self.model, Named) else super().get_ordering(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.search(search_term), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Allow the list's own filters and nothing else, or notes for staff could be guessed."""
        allowed = set()
        for one in self.get_list_filter(request):
            if isinstance(one, str):
                allowed |= {f"{one}__exact", f"{one}__isnull"}
            else:
                allowed.add(one.parameter_name)
        return lookup in allowed

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        if not all(map(is_id, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return HttpResponseRedirect(request.path)  # the stock list fails on such a choice
        try:
            return super().changelist_view(request, extra_context)
        except DisallowedModelAdminLookup:
            self.message_user(request, _("There is no such filter here."), messages.WARNING)
            return HttpResponseRedirect(request.path)

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Act on no more rows at once than are counted and can be looked through."""
        if number_of(queryset) > MOST_COUNTED and request.POST.get("select_across") == "1":
            most = number(MOST_COUNTED, active_language())
            message = _("Choose at most %(number)s at once.") % {"number": most}
            self.message_user(request, message, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        from_field = from_field or None  # the stock page asks for a field of no name
        if from_field is None and not is_id(object_id):
            return None
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST" or not connection.in_atomic_block:
            return record
        # Locked before the form compares versions, so that two saves cannot both pass.
        return self.get_queryset(request).locked().get(pk=record.pk)

    def row_links(self, request: HttpRequest, record: models.Model | None = None) -> list[RowLink]:
        """Return the rows of the record that have a history."""
        return [inline.link for inline in self.get_inline_instances(request, record)]

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.row_links = self.row_links(request, obj) if obj else ()
        return form

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        may_change = obj is None or self.has_change_permission(request, obj)
        return fieldsets if may_change else self.in_words(fieldsets)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        refuse_what_is_gone()

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        refuse_what_is_gone()

    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return once_more(partial(super().changeform_view, *args, **kwargs))

    def delete_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return once_more(partial(super().delete_view, *args, **kwargs))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if getattr(form, "is_over_another", False):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["conflict"] = conflict(request, form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)
