"""What the register calls itself, and who answers for it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .base import Keyed
from .cities import City
from .sources import web_address
from .words import Text, Words, columns, page_language

THE_KEY = "register"


class Identity(Keyed):
    """The name, the strip, the sign and the contact of the register: one row, or none.

    It belongs to the home city, so that a page reads both at once and another home city does not
    appear under the name of the one before it. Readers see every field.
    """

    class TimeDirection(models.TextChoices):
        PAGE = "page", _("as the page reads")
        LTR = "ltr", _("always from left to right")
        RTL = "rtl", _("always from right to left")

    SEARCHED = tuple(columns("site_name"))

    key = models.CharField(_("key"), max_length=80, unique=True, default=THE_KEY, editable=False)
    city = models.OneToOneField(
        City, models.PROTECT, related_name="identity", verbose_name=_("home city")
    )
    site_name = Words(
        _("name of the site"),
        max_length=120,
        help_text=_("Empty: composed from the name of the home city."),
    )
    strip = Words(
        _("line above the name"),
        max_length=160,
        help_text=_("The body that keeps the register. Empty: composed likewise."),
    )
    emblem = models.CharField(
        _("sign"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"\A\w{1,2}\Z", _("Give one or two letters or digits."))],
        help_text=_("One or two letters in the star beside the name. Empty: the star alone."),
    )
    publisher = Words(
        _("publisher"), max_length=200, help_text=_("Who answers for what is published here.")
    )
    imprint = Words(
        _("imprint"), long=True, help_text=_("What the law or the municipality wants said.")
    )
    postal_address = Words(_("postal address"), long=True)
    telephone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"\A\+?[0-9][0-9 ()/-]*\Z", _("Write it as +98 31 0000 0000."))],
    )
    mail = models.EmailField(_("mail address"), blank=True)
    website = models.CharField(
        _("website of the publisher"), max_length=300, blank=True, validators=[web_address]
    )

    time_direction = models.CharField(
        _("direction of time on charts"),
        max_length=4,
        choices=TimeDirection,
        default=TimeDirection.PAGE,
    )

    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        verbose_name = _("identity of the register")
        verbose_name_plural = _("identity of the register")
        constraints = [
            models.CheckConstraint(
                condition=Q(key=THE_KEY),
                name="register_has_one_identity",
                violation_error_message=_("There is one identity; its key is “register”."),
            )
        ]

    def __str__(self) -> str:
        return self.site_name or str(self.city)

    def in_page_language(self, name: str) -> Text:
        """Return the words `name` in the page's language, empty where it has none.

        For texts that a page can compose itself: better so than in another language.
        """
        code = page_language()
        return Text(getattr(self, f"{name}_{code}"), code)
