"""The background worker: `celery --app config worker` and `celery --app config beat`."""

import os
from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("regiokracht")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["config"])


@setup_logging.connect
def use_house_logging(**_: object) -> None:
    """Keep Celery from installing its own log format beside ours."""
    dictConfig(settings.LOGGING)
