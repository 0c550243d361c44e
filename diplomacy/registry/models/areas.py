"""The strategic layers of a tie and the fields in which cities work together."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .base import Keyed, KeyedQuerySet, Publication
from .words import Words, columns


class LayerQuerySet(KeyedQuerySet):
    def published(self) -> Self:
        """Keep those that a published tie has, or whose areas a published entry touches."""
        same, public = self.model.objects.filter(pk=OuterRef("pk")), Publication.PUBLISHED
        touched = "areas__entry_rows__entry__publication"
        return self.filter(
            Exists(same.filter(ties__relationship__publication=public))
            | Exists(same.filter(**{touched: public}))
        )


class DiplomacyLayer(Keyed):
    """What a tie is for, in the large: cultural, technological, economic."""

    SEARCHED = tuple(columns("name"))

    name = Words(_("name"), max_length=120)
    description = Words(_("description"), long=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords(excluded_fields=["search"])
    objects = LayerQuerySet.as_manager()

    class Meta:
        verbose_name = _("layer")
        verbose_name_plural = _("layers")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name or self.key


class AreaQuerySet(KeyedQuerySet):
    def published(self) -> Self:
        """Keep those that a published entry touches."""
        # `along` keeps SQLite from walking all that is published (`sources.ALONG`). The first row
        # is asked for, since told that any will do PostgreSQL gathers all of the area beforehand.
        rows = self.model._meta.get_field("entry_rows").related_model.objects.order_by()
        touched = rows.filter(area=OuterRef("pk"), entry__publication__along=Publication.PUBLISHED)
        return self.alias(touched=Subquery(touched.values("pk")[:1])).filter(touched__gt=0)


class CooperationArea(Keyed):
    """A field of work: heritage, tourism, smart city, energy."""

    SEARCHED = tuple(columns("name"))

    name = Words(_("name"), max_length=160)
    layer = models.ForeignKey(
        DiplomacyLayer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="areas",
        verbose_name=_("layer"),
        help_text=_("Leave empty unless the municipality has decided it."),
    )
    sdg_numbers = models.CharField(
        _("Sustainable Development Goals"),
        max_length=40,
        blank=True,
        help_text=_("Numbers of goals or targets, such as “11.4, 17”. Leave empty unless decided."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords(excluded_fields=["search"])
    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation area")
        verbose_name_plural = _("cooperation areas")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name or self.key
