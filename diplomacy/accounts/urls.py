"""Addresses of one's own account, under /fa/desk/."""

app_name = "accounts"

urlpatterns = []
