"""Addresses of the pages for readers."""

from django.urls import URLPattern, path, re_path

from diplomacy.registry.models import Entry

from .views import (
    about,
    areas,
    cities,
    comparison,
    corrections,
    counts,
    delivery,
    differences,
    documents,
    embeds,
    entries,
    home,
    layers,
    legal_path,
    oembed,
    offers,
    people,
    permanent,
    pictures,
    promises,
    reports,
    search,
    sitemap,
    sources,
    styles,
    subscriptions,
    tie,
    years,
)

app_name = "public"

urlpatterns: list[URLPattern] = [
    path("", home.HomeView.as_view(), name="home"),
    path("picture.png", pictures.of_home, name="home-picture"),
    path("about/picture.png", pictures.of_site, name="site-picture"),
    path("cities/", cities.CityListView.as_view(), name="city-list"),
    path("cities/<slug:key>/", tie.CityView.as_view(), name="city"),
    path("cities/<slug:key>/picture.png", pictures.CityPictureView.as_view(), name="city-picture"),
    path("feed.atom", subscriptions.feed, name="feed"),
    path("calendar.ics", subscriptions.calendar, name="calendar"),
    path("cities/<slug:key>/feed.atom", subscriptions.CityFeedView.as_view(), name="city-feed"),
    path(
        "cities/<slug:key>/calendar.ics",
        subscriptions.CityCalendarView.as_view(),
        name="city-calendar",
    ),
    path("areas/<slug:key>/feed.atom", subscriptions.area_feed, name="area-feed"),
    path("cities/<slug:key>/path/", legal_path.PathView.as_view(), name="path"),
    path("cities/<slug:key>/delivery/", delivery.DeliveryView.as_view(), name="delivery"),
    path("cities/<slug:key>/embed/", embeds.EmbeddingView.as_view(), name="embedding"),
    path("embed/cities/<slug:key>/", embeds.EmbedCityView.as_view(), name="embed-city"),
    path("embed/timeline/<slug:key>/", embeds.EmbedTimelineView.as_view(), name="embed-timeline"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("timeline/", comparison.ComparisonView.as_view(), name="timeline"),
    path("agreements/", entries.AgreementListView.as_view(), name="agreement-list"),
    path("delegations/", entries.DelegationListView.as_view(), name="delegation-list"),
    path("events/", entries.EventListView.as_view(), name="event-list"),
    path("commitments/", promises.BoardView.as_view(), name="commitment-list"),
    path("restrictions/", entries.RestrictionListView.as_view(), name="restriction-list"),
    *(
        path(f"{kind.value}s/<slug:key>/", entries.EntryView.as_view(kind=kind), name=kind.value)
        for kind in Entry.Kind
    ),
    path("open/", offers.OfferListView.as_view(), name="offer-list"),
    path("areas/", areas.AreaListView.as_view(), name="area-list"),
    path("areas/<slug:key>/", areas.AreaView.as_view(), name="area"),
    path("layers/", layers.LayerListView.as_view(), name="layer-list"),
    path("layers/<slug:key>/", layers.LayerView.as_view(), name="layer"),
    path("organisations/", people.OrganisationListView.as_view(), name="organisation-list"),
    path("organisations/<slug:key>/", people.OrganisationView.as_view(), name="organisation"),
    path("people/", people.PersonListView.as_view(), name="person-list"),
    path("people/<slug:key>/", people.PersonView.as_view(), name="person"),
    path("years/", years.YearListView.as_view(), name="year-list"),
    re_path(r"^years/(?P<number>[0-9]{4})/$", years.YearView.as_view(), name="year"),
    path("reports/", reports.ReportListView.as_view(), name="report-list"),
    *(
        re_path(rf"^reports/(?P<number>[0-9]{{4}})/{file}$", view.as_view(), name=name)
        for name, file, view in (
            ("report", "", reports.ReportView),
            ("report-print", "print/", reports.ReportPrintView),
            ("report-pdf", r"report\.pdf", reports.ReportPdfView),
            ("report-xlsx", r"report\.xlsx", reports.ReportTableView),
        )
    ),
    path("sources/", sources.SourceListView.as_view(), name="source-list"),
    path("sources/<slug:key>/", sources.SourceView.as_view(), name="source"),
    path("differences/", differences.DifferenceListView.as_view(), name="difference-list"),
    path("differences/<slug:key>/", differences.DifferenceView.as_view(), name="difference"),
    path("questions/", differences.QuestionListView.as_view(), name="question-list"),
    path("questions/<slug:key>/", differences.QuestionView.as_view(), name="question"),
    *(
        path(
            f"about/{page}/",
            about.VIEWS.get(page, about.AboutView).as_view(page=page),
            name=f"about-{page}",
        )
        for page in about.PAGES
    ),
    path("about/counts/", counts.CountsView.as_view(), name="counts"),
    path("corrections/", corrections.CorrectionView.as_view(), name="corrections"),
    path("corrections/thanks/", corrections.ThanksView.as_view(), name="corrections-thanks"),
    path("documents/<slug:key>/", documents.DocumentView.as_view(), name="document"),
]

# Addresses that belong to no language; `diplomacy.urls` puts them at the root, without namespace.
outside_languages: list[URLPattern] = [
    path("id/<slug:key>/", permanent.PermanentView.as_view(), name="permanent"),
    path("oembed", oembed.oembed, name="oembed"),
    path("styles/<str:names>.css", styles.sheets, name="styles"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    re_path(rf"^sitemap-(?:{'|'.join(Entry.Kind.values)})-[0-9]+\.xml$", sitemap.former_part),
    re_path(
        r"^sitemap-(?P<part>pages|entry-[0-9]{8}-[0-9]{1,6}|(?!entry)[a-z]+-[0-9]{1,6})\.xml$",
        sitemap.part,
        name="sitemap-part",
    ),
]
