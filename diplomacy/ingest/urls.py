"""Addresses of what brings in texts and tables, under /fa/desk/."""

from django.urls import path

from .views.batches import BatchView, DiscardView, UndoView
from .views.exports import EmptyTableView, ExportsView, ExportView, GuideView
from .views.news import NewsView
from .views.tables import ColumnsView, RowsView, TablesView

app_name = "ingest"

urlpatterns = [
    path("news/", NewsView.as_view(), name="news"),
    path("imports/", TablesView.as_view(), name="tables"),
    path("imports/empty/<slug:noun>.<slug:form>", EmptyTableView.as_view(), name="template"),
    path("imports/columns/<slug:noun>/", GuideView.as_view(), name="guide"),
    path("imports/<slug:key>/", BatchView.as_view(), name="batch"),
    path("imports/<slug:key>/columns/", ColumnsView.as_view(), name="columns"),
    path("imports/<slug:key>/rows/", RowsView.as_view(), name="rows"),
    path("imports/<slug:key>/undo/", UndoView.as_view(), name="undo"),
    path("imports/<slug:key>/discard/", DiscardView.as_view(), name="discard"),
    path("exports/", ExportsView.as_view(), name="exports"),
    path("exports/<slug:noun>.<slug:form>", ExportView.as_view(), name="export"),
]
