"""The door for the application server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# All pages now, not at the first visit: with gunicorn's --preload the workers then share them.
import_module(settings.ROOT_URLCONF)
