"""The door for a WSGI server such as gunicorn."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from diplomacy.encoding import read_as_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

NO_SECOND_TRY = 3  # gunicorn ends when a worker ends so, instead of starting another for ever

# Next to nothing that is made while a program loads is waste, and Python looks for it a hundred
# times: a quarter of the time. What was loaded stays, and is not looked through again either.
gc.disable()
try:
    application = read_as_utf_8(get_wsgi_application())
    _ = get_resolver().url_patterns  # loads the views, for which the first reader would wait
except ImproperlyConfigured as error:
    sys.stderr.write(f"{error}\n")
    raise SystemExit(NO_SECOND_TRY) from None
finally:
    gc.freeze()
    gc.enable()
