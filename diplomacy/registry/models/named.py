"""What stands in lists by its name: what sorts it there, and other names that find it."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .base import Keyed, Record
from .derived import write_derived
from .ordering import LONGEST, order_keys
from .words import Words, columns, page_language


def _order() -> models.CharField:
    return models.CharField(editable=False, blank=True, default="", max_length=LONGEST)


class Named(Keyed):
    """A record that lists sort by its name in the language of the page.

    Subclasses have words `name`, and `DERIVED` left out of their history.
    """

    DERIVED = ("search", *columns("order"))

    sort_as = Words(
        _("sorted as"),
        max_length=200,
        help_text=_(
            "Only where lists are to sort it by other words than the name: “Surname, Given”, or "
            "pinyin for a Chinese name that is read in another way."
        ),
    )
    order_fa = _order()
    order_en = _order()
    order_zh = _order()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=[column, "id"], name=f"%(class)s_by_{column}")
            for column in ("order_fa", "order_en", "order_zh")
        ]

    @property
    def sort_key(self) -> tuple[str, int]:
        """Return what sorts the record among others of its noun on the page being made."""
        return getattr(self, f"order_{page_language()}"), self.pk

    def derived(self) -> dict[str, Any]:
        return super().derived() | order_keys(self)


class FindsAnother(Record):
    """A row by whose words another record is found: writing it writes that record's search text."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._refresh_search()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            self._refresh_search()
        return deleted

    def _refresh_search(self) -> None:
        raise NotImplementedError


class Alias(FindsAnother):
    """Another name of a record, in a language or in none, by which it is found too."""

    NAMED = ""

    text = models.CharField(_("other name"), max_length=160)
    language = models.CharField(_("language"), max_length=12, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

    def _refresh_search(self) -> None:
        write_derived([getattr(self, self.NAMED)])
