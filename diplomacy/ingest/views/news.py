"""The page on which a news text is pasted, read by rule, and handed to a form; it saves nothing."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from diplomacy.accounts.access import StaffMixin
from diplomacy.ingest.news import read_news, registered
from diplomacy.ingest.news.form import MOST_LETTERS, NewsForm
from diplomacy.ingest.news.table import Table
from diplomacy.registry.models import Source

# Kinds of entry, each with its form and the words on the button that fills it.
_FORMS = {
    "visit": ("desk:visit-new", _("Fill the form of a visit")),
    "agreement": ("desk:agreement-new", _("Fill the form of an agreement")),
    "event": ("desk:event-new", _("Fill the form of an event")),
}


class NewsView(StaffMixin, FormView):
    permission = "registry.submit"
    template_name = "ingest/news.html"
    form_class = NewsForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"section": "ingest:news", "most": MOST_LETTERS}

    def form_valid(self, form: NewsForm) -> HttpResponse:
        """Show the text with what it proposes. Five queries, however long it is."""
        text, date, given = form.cleaned_data["text"], form.cleaned_data["date"], form.given
        lexicon = registered()
        proposals = read_news(text, lexicon, date.first if date.is_day else None)
        address = given.address or next(
            (one.value for one in proposals if one.field == "address"), ""
        )
        source = Source.objects.filter(url=address).first() if address else None
        table = Table(text, proposals, lexicon, given, source)
        # The form of the kind that the text seems to tell of comes first.
        likely = table.kind.value if table.kind else ""
        kinds = sorted(_FORMS, key=lambda kind: kind != likely)
        context = {
            "form": form,
            "table": table,
            "language": given.language,
            "buttons": [(reverse(_FORMS[kind][0]), _FORMS[kind][1]) for kind in kinds],
        }
        return self.render_to_response(self.get_context_data(**context))
