"""Members of staff."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as AuthUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
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
    # How often all sessions of this person were ended: each holds the number of its time.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

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

    def end_sessions(self) -> None:
        """Sign this person out everywhere."""
        User.objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to be alive: it dies with password and role (Django)."""
        return salted_hmac(
            "diplomacy.accounts.session",
            f"{self.password} {self.role} {self.sessions_ended}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class SecondFactor(models.Model):
    """The device on which somebody reads a code at sign-in, and the secret that it shares with us.

    `last_step` is the step of time (RFC 6238) whose code was accepted last: it and those before
    it are accepted no more.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=64)  # base32
    last_step = models.BigIntegerField(default=0)
    set_up_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code that takes the place of the device, once; its digest is kept until then."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(
                fields=["factor", "digest"], name="recovery_code_of_a_factor_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {self.digest[:6]}"


class SignIn(models.Model):
    """What happened at the door, for SIGN_INS_KEPT_DAYS.

    `client` is a keyed digest of the address and the day: two rows of one day tell whether they
    came from the same place, and no row tells from where. Nobody's name is kept that is no name
    of an account: it is often a password in the wrong box.
    """

    class What(models.TextChoices):
        ENTERED = "entered", _("Signed in")
        FAILED = "failed", _("Wrong name or password")
        CODE_FAILED = "code_failed", _("Wrong code")
        REFUSED = "refused", _("Refused: too many attempts")
        LEFT = "left", _("Signed out")
        LINK = "link", _("One-time link made")
        PASSWORD = "password", _("New password")
        SET_UP = "set_up", _("Second step set up")
        CODES = "codes", _("New recovery codes")
        REMOVED = "removed", _("Second step given up")
        RESET = "reset", _("Second step reset")

    class How(models.TextChoices):
        PASSWORD = "password", _("by password alone")
        CODE = "code", _("with a code of the device")
        RECOVERY = "recovery", _("with a recovery code")
        LINK = "link", _("at a one-time link")

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sign_ins")
    what = models.CharField(max_length=20, choices=What)
    how = models.CharField(max_length=20, choices=How, blank=True)
    client = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="sign_in_by_age")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.user or '-'} {self.what}"


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
