"""All ties of the city, filtered."""

from django.views.generic import TemplateView


class CityListView(TemplateView):
    template_name = "public/city_list.html"
