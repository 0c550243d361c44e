"""The standing pages: what the words mean, how the register is made, who answers for it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.public.glossary import SECTIONS
from diplomacy.registry.models import City
from diplomacy.registry.queries.changes import NEWEST_FIRST, first_published
from diplomacy.registry.queries.paging import page_of

from .tie import without

# The name in the address → the title and what the page is about.
PAGES = {
    "words": (
        _("About the words"),
        _("Every term of these pages with its meaning, and an address to link to."),
    ),
    "method": (
        _("Method and sources"),
        _("How a fact comes to stand here, and what that does and does not mean."),
    ),
    "changes": (
        _("What is new"),
        _("Entries and ties in the order in which they were first published here."),
    ),
    "open-data": (
        _("Open data"),
        _("What machines can read today, and what is not there yet."),
    ),
    "accessibility": (
        _("Accessibility"),
        _("What was done so that everybody can read these pages, and what falls short."),
    ),
    "privacy": (
        _("Privacy"),
        _("What this site learns about its readers, and what it says about people."),
    ),
    "contact": (
        _("Contact and imprint"),
        _("Who answers for this register and how to reach them."),
    ),
}


class AboutView(TemplateView):
    """A page of text; its template says the rest."""

    page = ""

    def get_template_names(self) -> list[str]:
        return [f"public/about_{self.page.replace('-', '_')}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here, lead = PAGES[self.page]
        return super().get_context_data(here=here, lead=lead, **kwargs)


class WordsView(AboutView):
    """Every term with its meaning; each has an address of its own."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=SECTIONS,
            quiet=settings.ACTIVITY_QUIET_MONTHS,
            dormant=settings.ACTIVITY_DORMANT_MONTHS,
            **kwargs,
        )


class ContactView(AboutView):
    """Who answers for the register, as its identity says, and what is not recorded of it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        home = City.objects.home()
        return super().get_context_data(
            home=home,
            identity=getattr(home, "identity", None),
            address=settings.SITE_URL,
            **kwargs,
        )


class PrivacyView(AboutView):
    """What is kept of readers, and for how long."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sender_days=settings.CORRECTION_SENDER_DAYS, **kwargs)


class ChangesView(AboutView):
    """What was published last: entries, or with `of=ties` ties."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        of = "ties" if parameters.get("of") == "ties" else "entries"
        page = page_of(
            first_published(of),
            NEWEST_FIRST,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        return super().get_context_data(
            of=of, page=page, query=without(parameters, "after", "before"), **kwargs
        )


# The pages that need more than text.
VIEWS = {
    "words": WordsView,
    "contact": ContactView,
    "changes": ChangesView,
    "privacy": PrivacyView,
}
