"""The first page: where the city's ties stand and what was recorded last."""

from django.views.generic import TemplateView


class HomeView(TemplateView):
    template_name = "public/home.html"
