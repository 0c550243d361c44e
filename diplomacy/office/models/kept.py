"""What somebody has typed and not yet saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptForm(models.Model):
    """The typed fields of one form of one person, kept while they type and gone once it is saved.

    `form` names the form and, after a colon, the key of the record that it changes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    form = models.CharField(max_length=120)
    typed = models.TextField()  # as a browser sends it, urlencoded
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="form_is_kept_once_for_each")
        ]

    def __str__(self) -> str:
        return self.form
