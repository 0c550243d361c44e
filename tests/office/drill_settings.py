"""The settings of a site whose data all stand in the folder that DRILL names."""

import os
from pathlib import Path

from diplomacy.settings import *  # noqa: F403

VAR_DIR = Path(os.environ["DRILL"])
DOCUMENTS_ROOT = VAR_DIR / "documents"
