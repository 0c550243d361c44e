"""The door for a WSGI server such as gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from diplomacy.encoding import read_as_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

application = read_as_utf_8(get_wsgi_application())
