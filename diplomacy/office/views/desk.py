"""The first page after sign-in: what needs attention, most urgent first."""

from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin


class DeskView(StaffMixin, TemplateView):
    template_name = "office/desk.html"
