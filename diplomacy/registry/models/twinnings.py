"""What lists of the world's twinnings say of places: their words, never a ground of a standing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .cities import City


class TwinningSource(models.Model):
    """A list of twinnings by others, as `load_twinnings` last read it, with its attribution."""

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=250)
    date = models.DateField(_("date"))
    url = models.CharField(_("address"), max_length=500)
    licence = models.CharField(_("licence"), max_length=80)
    licence_url = models.CharField(max_length=500)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class TwinnedPlace(models.Model):
    """A place as a list prints it, and the places that it says are twinned with it.

    `city` is the city of the register that it surely is, by an id or by name and country.
    Nobody edits these rows: the next load of the list replaces them, so they have no history.
    """

    source = models.ForeignKey(TwinningSource, models.CASCADE, related_name="places")
    name = models.CharField(_("name"), max_length=250)
    country = models.CharField(_("country"), max_length=250, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    geonames_id = models.PositiveIntegerField(_("GeoNames id"), null=True, blank=True)
    city = models.ForeignKey(
        City, models.SET_NULL, null=True, blank=True, related_name="twinned_places"
    )
    twins = models.ManyToManyField("self")  # kept in both directions

    class Meta:
        ordering = ["name", "country", "id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}" if self.country else self.name
