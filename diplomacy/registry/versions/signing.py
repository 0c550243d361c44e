"""Who writes, and why: what the history will say of a record's next write."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

REASON_LENGTH = 100  # what the history's reason holds; a longer one is cut


def signed(record: models.Model, by: AbstractBaseUser, reason: str) -> models.Model:
    """Return `record`, whose next write its history ascribes to `by`."""
    record._history_user = by
    record._change_reason = reason[:REASON_LENGTH]
    return record
