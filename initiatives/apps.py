from importlib import import_module

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        """Say what this floor keeps of people, adds to route map and calendars, and which posts visitors read."""
        import_module("initiatives.registry")
        import_module("initiatives.actions.route_source")
        import_module("initiatives.actions.post_source")
        import_module("initiatives.actions.subject_source")
        import_module("initiatives.calendars.day_source")
