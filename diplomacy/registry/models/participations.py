"""Who took part in an entry, and the papers kept with it."""

import hashlib
import secrets
from pathlib import Path
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField
from diplomacy.registry.photographs import check_size, without_notes
from diplomacy.registry.uploads import check_upload, stored_ending

from .base import Publication, Record, RecordQuerySet, new_key
from .citations import Side
from .cities import City
from .derived import write_derived
from .entries import Entry
from .listed import LISTED, Listed
from .named import FindsAnother
from .people import Organisation, Person
from .words import Words


class Participation(Listed, Record):
    """A person, an organisation, a place, or only words as printed, in a role."""

    class Role(models.TextChoices):
        PARTY = "party", _("party")
        SIGNATORY = "signatory", _("signatory")
        WITNESS = "witness", _("witness")
        HEAD = "head", _("head of delegation")
        MEMBER = "member", _("member")
        HOST = "host", _("host")
        INTERPRETER = "interpreter", _("interpreter")
        PRESENT = "present", _("present")
        SPEAKER = "speaker", _("speaker")
        OWES = "owes", _("owes it")

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="participations", verbose_name=_("entry")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    side = models.CharField(_("side"), max_length=8, choices=Side, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    name_shown = models.BooleanField(
        _("name is public"),
        default=False,
        help_text=_("For holders of public office. Off: readers see the office only."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("place"),
    )
    words = Words(_("in words"), max_length=200, help_text=_("As printed, where nobody is named."))
    office = Words(_("office held then"), max_length=200)
    signed_on = PartialDateField(
        _("signed on"), blank=True, help_text=_("Only where the sides signed on different days.")
    )

    history = HistoricalRecords(excluded_fields=LISTED)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["id"]
        indexes = [
            # By which sectors of a tie are counted (`queries.sectors`): one of six names a body.
            models.Index(
                fields=["entry", "organisation", "id"],
                condition=Q(organisation__isnull=False),
                name="participation_of_body_by_entry",
            ),
            *(
                models.Index(
                    fields=[who, "kind", "public", "-day", "-entry", "name_shown"],
                    condition=Q(**{f"{who}__isnull": False}),
                    name=f"part_of_{who}_by_day",
                )
                for who in ("person", "organisation", "city")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(organisation__isnull=False)
                | Q(city__isnull=False)
                | ~Q(words_fa="")
                | ~Q(words_en="")
                | ~Q(words_zh="")
                | ~Q(office_fa="")
                | ~Q(office_en="")
                | ~Q(office_zh=""),
                name="participation_names_somebody",
                violation_error_message=_(
                    "Name a person, a body, a place, an office, or use words."
                ),
            )
        ]

    def __str__(self) -> str:
        who = self.person or self.organisation or self.city or self.words or self.office
        return f"{self.get_role_display()}: {who}"

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            self.copy(Entry.objects.locked().get(pk=self.entry_id))  # as `EntryRow` does
            super().save(*args, **kwargs)

    def copy(self, entry: Entry) -> None:
        """Take from the entry where it stands in lists."""
        vars(self).update(entry.listed())


class DocumentStorage(FileSystemStorage):
    """The folder of documents: outside every served folder; files leave it only through a view.

    The field is made when the models load; the folder is asked for each time, as settings say.
    """

    @property
    def base_location(self) -> Path:
        return settings.DOCUMENTS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("A document has no address of its own.")


def document_path(document: "Document", filename: str) -> str:
    """Return a random name with the ending of what is in the file; nothing of the sent name."""
    return f"{secrets.token_hex(16)}{stored_ending(document.file)}"


class DocumentQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Keep the public documents of published entries."""
        return self.filter(access=Document.Access.PUBLIC, entry__publication=Publication.PUBLISHED)


class Document(FindsAnother):
    """A file kept with an entry."""

    class Kind(models.TextChoices):
        SIGNED_ORIGINAL = "signed_original", _("signed original")
        TRANSLATION = "translation", _("translation")
        MINUTES = "minutes", _("minutes")
        REPORT = "report", _("report")
        PHOTOGRAPH = "photograph", _("photograph")

    class Access(models.TextChoices):
        PUBLIC = "public", _("public")
        STAFF = "staff", _("staff")
        RESTRICTED = "restricted", _("restricted")

    key = models.CharField(max_length=80, unique=True, default=new_key, editable=False)
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="documents", verbose_name=_("entry")
    )
    file = models.FileField(_("file"), storage=DocumentStorage, upload_to=document_path)
    title = Words(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    language = models.CharField(_("language"), max_length=12, blank=True)
    authentic = models.BooleanField(_("authentic text"), default=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    access = models.CharField(_("access"), max_length=10, choices=Access, default=Access.STAFF)
    alternative = Words(_("alternative text"), help_text=_("What the photograph shows, in words."))
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    _stripped: File | None = None  # the new file, once nothing more is to be taken away

    history = HistoricalRecords()
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="photograph", access="public")
                | ~Q(credit="")
                & ~Q(licence="")
                & (~Q(alternative_fa="") | ~Q(alternative_en="") | ~Q(alternative_zh="")),
                name="public_photograph_has_words_credit_and_licence",
                violation_error_message=_(
                    "A public photograph needs alternative text, credit and licence."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def clean(self) -> None:
        """Refuse a new file of another kind than those kept; a stored one was looked at."""
        if self.file and not self.file._committed:
            try:
                check_upload(self.file)
                self._strip()
                check_size(self.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, *args, **kwargs) -> None:
        # A stored file never changes, and may be gone: its words can be mended all the same.
        is_new = not self.file._committed or not self.sha256
        if not self.file._committed:
            self._strip()
        if is_new:
            self.sha256 = self._digest()
        read = self.file  # afterwards another stands there, of the stored file
        super().save(*args, **kwargs)
        if is_new:
            read.close()
            del read.file

    def _strip(self) -> None:
        """Leave of a new picture what shows it: the place where it was taken is never stored."""
        if self.file.file is not self._stripped:
            self._stripped = self.file.file = without_notes(self.file.file)

    def _refresh_search(self) -> None:
        """Let the entry be found by the titles of its public documents, and by no others."""
        write_derived([Entry.objects.get(pk=self.entry_id)])

    def _digest(self) -> str:
        digest = hashlib.sha256()
        self.file.seek(0)
        for chunk in self.file.chunks():
            digest.update(chunk)
        return digest.hexdigest()
