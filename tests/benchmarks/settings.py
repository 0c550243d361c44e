"""The settings of production, but for constant pages, limits of requests, and where files lie."""

from diplomacy.settings import *  # noqa: F403
from diplomacy.settings import STORAGES, VAR_DIR

ROOT_URLCONF = "tests.benchmarks.addresses"
STATIC_ROOT = VAR_DIR / "bench" / "static"
# The drill restores here: what is not in the backup goes.
DOCUMENTS_ROOT = VAR_DIR / "bench" / "documents"
STORAGES["default"]["OPTIONS"]["location"] = DOCUMENTS_ROOT
# All requests come from one address.
API_PER_MINUTE = DOWNLOADS_PER_HOUR = 0
if not (STATIC_ROOT / "staticfiles.json").exists():  # a short run does not collect them
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
