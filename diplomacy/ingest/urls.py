"""Addresses of what brings in texts and tables, under /fa/desk/."""

app_name = "ingest"

urlpatterns = []
