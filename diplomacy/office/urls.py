"""Addresses of the desk, under /fa/desk/."""

from django.urls import path, re_path

from .briefing_urls import urlpatterns as briefing_patterns
from .capture_urls import urlpatterns as capture_patterns
from .views.assessing import AssessView, PromisesView
from .views.blanking import BlankView
from .views.calendar import calendar
from .views.corrections import CorrectionsView, CorrectionView
from .views.desk import DeskView, GroupView
from .views.drafts import DraftsView
from .views.help import HelpIndexView, HelpView
from .views.merging import MergesView, MergeView, UndoMergeView
from .views.records import RecordView
from .views.reminders import RemindersView
from .views.reports import ReportPreviewView, ReportsView, ReportView
from .views.search import SearchView
from .views.sign_ins import SignInsView
from .views.snooze import SnoozedView, SnoozeView, WakeView
from .views.tie_reviews import TieReviewsView, TieReviewView, TieSheetPdfView, TieSheetView

app_name = "desk"

urlpatterns = [
    path("", DeskView.as_view(), name="home"),
    path("attention/<slug:group>/", GroupView.as_view(), name="group"),
    path("later/", SnoozedView.as_view(), name="snoozed"),
    path("later/put-off/", SnoozeView.as_view(), name="snooze"),
    path("later/show-again/", WakeView.as_view(), name="wake"),
    path("search/", SearchView.as_view(), name="search"),
    path("drafts/", DraftsView.as_view(), name="drafts"),
    path("commitments/", PromisesView.as_view(), name="promises"),
    path("commitments/<slug:key>/review/", AssessView.as_view(), name="assess"),
    path("corrections/", CorrectionsView.as_view(), name="corrections"),
    path("corrections/<int:pk>/", CorrectionView.as_view(), name="correction"),
    path("sign-ins/", SignInsView.as_view(), name="sign-ins"),
    path("reminders/", RemindersView.as_view(), name="reminders"),
    path("reports/", ReportsView.as_view(), name="reports"),
    re_path(r"^reports/(?P<number>[0-9]{4})/$", ReportView.as_view(), name="report"),
    re_path(
        r"^reports/(?P<number>[0-9]{4})/preview/$",
        ReportPreviewView.as_view(),
        name="report-preview",
    ),
    path("records/<slug:noun>/<slug:key>/", RecordView.as_view(), name="record"),
    path("ties/<slug:key>/reviews/", TieReviewsView.as_view(), name="tie-reviews"),
    path("ties/<slug:key>/reviews/<int:pk>/", TieReviewView.as_view(), name="tie-review"),
    path("ties/<slug:key>/reviews/<int:pk>/sheet/", TieSheetView.as_view(), name="tie-sheet"),
    path(
        "ties/<slug:key>/reviews/<int:pk>/sheet.pdf",
        TieSheetPdfView.as_view(),
        name="tie-sheet-pdf",
    ),
    path("merges/", MergesView.as_view(), name="merges"),
    path("merges/new/", MergeView.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", UndoMergeView.as_view(), name="merge-undo"),
    path("people/<slug:key>/blank/", BlankView.as_view(), name="blank"),
    path("help/", HelpIndexView.as_view(), name="help-index"),
    path("help/<slug:slug>/", HelpView.as_view(), name="help"),
    *briefing_patterns,
    *capture_patterns,
]

# Addresses that belong to no language; `diplomacy.urls` puts them at the root, without namespace.
outside_languages = [
    path("calendar/<str:secret>.ics", calendar, name="staff-calendar"),
]
