from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RoofConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Regiokracht"


class BeheerConfig(AdminConfig):
    """Django's admin as «Beheer», with our own way of logging in."""

    default_site = "config.admin_site.BeheerSite"
