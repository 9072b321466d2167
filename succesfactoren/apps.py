from importlib import import_module

from django.apps import AppConfig


class SuccesfactorenConfig(AppConfig):
    name = "succesfactoren"
    verbose_name = "Succesfactoren"

    def ready(self) -> None:
        """Say what this floor keeps of people."""
        import_module("succesfactoren.registry")
