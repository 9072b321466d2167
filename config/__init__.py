"""The roof: settings, addresses, background worker, and the pages and reports that join floors."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
