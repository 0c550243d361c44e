"""The door for a WSGI server such as gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from diplomacy.encoding import read_as_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

NO_SECOND_TRY = 3  # gunicorn ends when a worker ends so, instead of starting another for ever

try:
    application = read_as_utf_8(get_wsgi_application())
except ImproperlyConfigured as error:
    sys.stderr.write(f"{error}\n")
    raise SystemExit(NO_SECOND_TRY) from None
