"""Keys of records, which are their addresses too."""

import secrets

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

_KEY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is misread for another


def new_key() -> str:
    """Return a short random key: public addresses never count the records."""
    return "".join(secrets.choice(_KEY_LETTERS) for _ in range(10))


key_validator = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("A key is made of small Latin letters, digits and single hyphens, such as “a-2024-pact”."),
)
