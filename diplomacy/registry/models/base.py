"""What every record has: one way to be written, a key, words to be found by, a state."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.lookups import Exact, In
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .data_version import DataVersion
from .keys import key_validator, new_key
from .searching import Unit, holds, rank, searchable, wanted
from .words import Words


class RecordQuerySet(models.QuerySet):
    """Bulk writes raise the data version as single ones do."""

    # The ways to the records by whose search text these are found, "" for themselves.
    _found_by: tuple[str, ...] = ("",)

    def update(self, **values) -> int:
        with transaction.atomic(using=self.db):
            changed = super().update(**values)
            DataVersion.bump()
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            self._refuse_what_stays()
            deleted = super().delete()
            DataVersion.bump()
        return deleted

    def bulk_create(self, *args, **kwargs) -> list:
        with transaction.atomic(using=self.db):
            created = super().bulk_create(*args, **kwargs)
            DataVersion.bump()
        return created

    def search(self, query: str) -> Self:
        """Keep the records that hold every word of `query`, whatever its script or spelling.

        All of them where it has no word.
        """
        found = self
        for unit in wanted(query):
            found = found.filter(self.holding(unit))
        return found

    def holding(self, unit: Unit) -> Q:
        """Return the condition of a record that holds the unit, hidden records included."""
        return holds(unit, *self._found_by)

    def ranked(self, query: str) -> Self:
        """Annotate `rank`: 0 for a record called just that, 1 where its names hold all words."""
        return self.annotate(rank=rank(query))

    def locked(self) -> Self:
        """Lock the rows read, for a kind of entry those of its parent too, until the end.

        Rows may still be added that refer to them: a stronger lock runs into a deadlock with
        whoever adds one. Without a database that locks rows its transactions come one after
        another anyway.
        """
        parents = [link.name for link in self.model._meta.parents.values() if link]
        return self.select_for_update(of=("self", *parents), no_key=True)

    def _refuse_what_stays(self) -> None:
        """Raise where a row may not be deleted; most records may while nothing points to them."""


class Record(models.Model):
    """The base of every table that people write. Subclasses add `history` themselves (rule 2)."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            DataVersion.bump()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            DataVersion.bump()
        return deleted


class FormerAddress(Record):
    """A key that a record once had: its old address leads to the new one for good."""

    noun = models.CharField(_("noun"), max_length=40)
    key = models.CharField(_("former key"), max_length=80)
    record_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "key"], name="former_address_leads_to_one_record"
            )
        ]

    def __str__(self) -> str:
        return self.key


class KeyedQuerySet(RecordQuerySet):
    def by_former_key(self, key: str) -> models.Model | None:
        """Return the record that once had `key` and has another now, or None."""
        found = FormerAddress.objects.filter(noun=self.model.address_noun(), key=key).first()
        return self.filter(pk=found.record_id).exclude(key=key).first() if found else None


class Keyed(Record):
    """A record with a public key, which is also its address, and words it is found by."""

    # What it is called, what else it says that readers see too, and rows whose words find it.
    SEARCHED: tuple[str, ...] = ()
    SEARCHED_IN_TEXT: tuple[str, ...] = ()
    SEARCHED_ROWS = ""

    key = models.CharField(
        _("key"),
        max_length=80,
        unique=True,
        default=new_key,
        validators=[key_validator],
        help_text=_(
            "Stands in the address. The old address keeps leading here when you change it."
        ),
    )
    search = models.TextField(editable=False, blank=True, default="")

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            former = self._stored_key()
            derived = self.derived()
            vars(self).update(derived)
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, *derived}
            super().save(*args, **kwargs)
            if former and former != self.key:
                FormerAddress.objects.update_or_create(
                    noun=self.address_noun(), key=former, defaults={"record_id": self.pk}
                )

    def derived(self) -> dict[str, Any]:
        """Return the columns that are made of others, which `save` alone writes."""
        return {"search": self.search_text()}

    def search_text(self) -> str:
        """Return what the search column has to hold."""
        return searchable([self.key, *self.searched_names()], self.searched_texts())

    @classmethod
    def address_noun(cls) -> str:
        """Return the namespace of the key; kinds of entry share one."""
        return cls._meta.model_name

    def searched_names(self) -> list[str]:
        """Return what the record is called."""
        return [str(getattr(self, name) or "") for name in self.SEARCHED]

    def searched_texts(self) -> list[str]:
        """Return what else it says that readers of it may see."""
        return [str(getattr(self, name) or "") for name in self.SEARCHED_IN_TEXT]

    def searched_rows(self) -> list[models.Model]:
        """Return the rows whose words find it, as stored; `derived.with_rows` has fetched them."""
        if not self.SEARCHED_ROWS or not self.pk:
            return []
        fetched = vars(self).get("fetched_rows")
        return list(getattr(self, self.SEARCHED_ROWS).filter()) if fetched is None else fetched

    def _stored_key(self) -> str | None:
        """Return the key as stored, and lock the row: whoever adds another name waits."""
        if self._state.adding or self.pk is None:
            return None
        stored = self._meta.get_field("key").model._base_manager.select_for_update(no_key=True)
        return stored.filter(pk=self.pk).values_list("key", flat=True).first()


class Publication(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("of a record", "draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


@models.CharField.register_lookup
class _Along(Exact):
    """Equal, of a row that is come to from another: SQLite does not begin with all that are so."""

    lookup_name = "along"

    def get_rhs_op(self, connection, rhs):
        return f"= {rhs}"

    def as_sqlite(self, compiler, connection):
        sql, parameters = self.as_sql(compiler, connection)
        return f"+{sql}", parameters  # no index is of "+publication"


@models.BigAutoField.register_lookup
class _Among(In):
    """As `in` with a question of keys, which PostgreSQL asks first, then only for these rows.

    Of more than eight tables it joins first what is listed first: all rows of a city with their
    entries, 0.35 s for a tie of ten thousand, before it looked at the keys.
    """

    lookup_name = "among"

    def get_rhs_op(self, connection, rhs):
        if connection.vendor == "postgresql":
            return f"= ANY (ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)


class PublishableQuerySet(KeyedQuerySet):
    def published(self) -> Self:
        """Keep what the public may see."""
        return self.filter(publication=Publication.PUBLISHED)

    def shown_or_former(self, key: str) -> "Publishable | None":
        """Return the published or withdrawn record with the key, or the one that once had it.

        A draft that has taken the former key of another hides nothing, and so shows nothing.
        """
        shown = self.filter(publication__in=[Publication.PUBLISHED, Publication.WITHDRAWN])
        return shown.filter(key=key).first() or shown.by_former_key(key)

    def originals(self) -> Self:
        """Leave out the draft copies that change another record.

        SQLite takes "IS NULL" on this unique column for a way to one row, and walks all that are
        NULL; the double negation leaves it to the other conditions.
        """
        return self.exclude(revises__isnull=False)

    def _refuse_what_stays(self) -> None:
        if self.exclude(publication=Publication.DRAFT).exists():
            raise ValidationError(_("Only a draft can be deleted; withdraw the others."))


class Publishable(Keyed):
    """A record that staff draft, publish and, if need be, withdraw with a public reason."""

    publication = models.CharField(
        _("publication"),
        max_length=10,
        choices=Publication,
        default=Publication.DRAFT,
        help_text=_("Readers see only what is published."),
    )
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_reason = Words(
        _("public reason for withdrawal"),
        help_text=_("Shown at the old address in place of the record."),
    )
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))
    # A change to what readers see is a draft of its own that points here; accepted, it is written
    # over the original. `revises_version` is what the original was when the copy was made.
    revises = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="revision",
        verbose_name=_("changes the published"),
    )
    revises_version = models.CharField(max_length=200, blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.publication == Publication.PUBLISHED

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        if self.publication != Publication.DRAFT:
            raise ValidationError(_("Only a draft can be deleted; withdraw the others."))
        return super().delete(*args, **kwargs)
