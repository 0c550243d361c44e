"""Members of staff."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as AuthUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from .roles import Role


def home_language() -> str:
    """Return the code of the register's own language."""
    return settings.HOME_LANGUAGE


class UserManager(AuthUserManager):
    def create_user(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        """Return a new member of staff, saved; a viewer unless `role` says more."""
        user = self.model(
            username=self.model.normalize_username(username),
            email=self.normalize_email(email),
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        """Return a new administrator, saved."""
        return self.create_user(username, email, password, **{**fields, "role": Role.ADMINISTRATOR})


class User(AbstractUser):
    """A member of staff; what they may do follows from the role alone.

    Readers have no account, so everyone is staff. There are no superusers and no groups:
    both would pass by the role.
    """

    is_staff = True
    is_superuser = None
    groups = None
    user_permissions = None

    class Digest(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        NEVER = "never", _("Never")

    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role,
        default=Role.VIEWER,
        help_text=_(
            "Viewers read the staff pages. Recorders write drafts. Reviewers publish what others"
            " have sent. Administrators keep accounts and reference lists."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=home_language,
        help_text=_("The language of messages to this person."),
    )
    digest = models.CharField(
        _("digest"),
        max_length=10,
        choices=Digest,
        default=Digest.WEEKLY,
        help_text=_("How often what needs attention is sent by e-mail."),
    )

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_has_a_known_role"
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=["daily", "weekly", "never"]),
                name="user_has_a_known_digest",
            ),
        ]

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_invited(self) -> bool:
        """Whether the person has yet to choose a first password."""
        return self.is_active and self.last_login is None and not self.has_usable_password()


class RateCount(models.Model):
    """How often something was done in one window of time, by one client or by all together.

    `client` is a keyed digest of the address and the day, empty for all: no address is kept, and
    the same one cannot be followed from day to day. Rows go once their window is over.
    """

    purpose = models.CharField(max_length=40)
    client = models.CharField(max_length=64, blank=True)
    seconds = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rate count")
        verbose_name_plural = _("rate counts")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "client", "seconds", "starts_at"],
                name="rate_is_counted_in_one_row",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.count}"
