"""The settings of a site whose data all stand in the folder that DRILL names."""

import os
from pathlib import Path

from diplomacy.settings import *  # noqa: F403

VAR_DIR = Path(os.environ["DRILL"])
DOCUMENTS_ROOT = VAR_DIR / "documents"
STATIC_ROOT = VAR_DIR / "static"
# Names without hashes need no collectstatic.
STORAGES = {
    **STORAGES,  # noqa: F405
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENTS_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
