from django.apps import AppConfig


class SuccesfactorenConfig(AppConfig):
    name = "succesfactoren"
    verbose_name = "Succesfactoren"
