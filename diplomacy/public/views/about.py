"""The standing pages: what the words mean, how the register is made, who answers for it."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.public import open_data
from diplomacy.public.glossary import SECTIONS
from diplomacy.registry.models import City, Relationship
from diplomacy.registry.queries.changes import NEWEST_FIRST, first_published
from diplomacy.registry.queries.open_bundle import open_bundle
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
        _("All that these pages show, for programs, tables and other sites."),
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

_ABOUT_DATA = _(
    "Cities, ties, agreements, visits, events and promises, with dates, sources and where each tie "
    "stands."
)


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


class OpenDataView(AboutView):
    """What there is for programs, and on which terms; the examples name a tie of this register."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        home = City.objects.home()
        ties = Relationship.objects.published().select_related("partner")
        tie = ties.order_by("-home_end__is_home", "-leading", "position", "key").first()
        bundle = open_bundle()
        key, city = (tie.partner.key, tie.partner.name) if tie else (open_data.ANY_KEY, "…")
        return super().get_context_data(
            home=home,
            identity=getattr(home, "identity", None),
            terms=open_data.terms(),
            lists=open_data.lists(),
            dates=open_data.dates(),
            sample=open_data.sample(),
            examples=open_data.examples(key, city),
            tie_key=tie and key,
            bundle=bundle,
            data_files=open_data.data_files(bundle),
            about_data=str(_ABOUT_DATA),
            address=settings.SITE_URL,
            today=PartialDate.of(timezone.localdate()),
            per_minute=settings.API_PER_MINUTE,
            per_hour=settings.DOWNLOADS_PER_HOUR,
            **kwargs,
        )


# The pages that need more than text.
VIEWS = {
    "words": WordsView,
    "contact": ContactView,
    "changes": ChangesView,
    "open-data": OpenDataView,
    "privacy": PrivacyView,
}
