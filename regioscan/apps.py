from django.apps import AppConfig


class RegioscanConfig(AppConfig):
    name = "regioscan"
    verbose_name = "Regioscan"
    # Four bytes are enough for regions, indicators and deliveries, and save 16 on each of 50 million observations.
    default_auto_field = "django.db.models.AutoField"
