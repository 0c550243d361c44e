from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diplomacy.registry import publishing
from diplomacy.registry.models import City, Relationship, TieCitation, TieLayer

from .base import words
from .publication import PUBLICATION, PublishableAdmin
from .rows import TableRows
from .standings import both_standings
from .steps import StepRecordRows

SENTENCE = (_("Sentence"), {"fields": [*words("sentence"), "sentence_on"]})


class LayerRows(TableRows):
    model = TieLayer
    fk_name = "relationship"
    fields = ["layer", "source"]


class TieCitationRows(TableRows):
    model = TieCitation
    fk_name = "relationship"
    fields = ["about", "source", "place"]


@admin.register(Relationship)
class RelationshipAdmin(PublishableAdmin):
    list_display = ["__str__", "aim", "leading", "state"]
    list_select_related = ["home_end", "partner"]
    list_filter = ["publication", "leading", "aim"]
    inlines = [LayerRows, TieCitationRows, StepRecordRows]
    fieldsets = [
        (_("Ends"), {"fields": [("home_end", "partner"), *words("origin")]}),
        (_("Aim"), {"fields": [("aim", "aim_said_by")]}),
        SENTENCE,
        (
            _("For the register"),
            {
                "fields": [
                    ("recorded_until", "review_on", "officer"),
                    ("leading", "position", "key"),
                    "staff_note",
                ]
            },
        ),
        PUBLICATION,
    ]

    @admin.display(description=_("Where it stands today"))
    def standings(self, tie: Relationship) -> SafeString:
        return both_standings(tie)

    def get_fieldsets(self, request: HttpRequest, obj: Relationship | None = None) -> list:
        """Return the fieldsets, before them the standings of a tie that is saved already."""
        fieldsets = super().get_fieldsets(request, obj)
        if not publishing.may_review(request.user):
            words_only = self.in_words([SENTENCE])
            fieldsets = [words_only[0] if one == SENTENCE else one for one in fieldsets]
        return [(None, {"fields": ["standings"]}), *fieldsets] if obj else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Relationship | None = None) -> list:
        """Return them with the sentence, unless for those who answer for what readers see."""
        fields = [*super().get_readonly_fields(request, obj), "standings"]
        if not publishing.may_review(request.user):
            fields += flatten_fieldsets(self.in_words([SENTENCE]))
        return fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        """Return the home city as home end: another one is a district's, the rare case."""
        home = City.objects.home()
        given = super().get_changeform_initial_data(request)
        return {"home_end": str(home.pk)} | given if home else given

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("home_end", "partner")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search the ties, and their partners under names that they got after the tie."""
        if not search_term.strip():
            return queryset, False
        partners = City.objects.search(search_term)
        return queryset.search(search_term) | queryset.filter(partner__in=partners), False
