import ast
import re

import pytest
import yaml
from django.conf import settings

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
EXPLAINED = set(re.findall(r"^#?([A-Z0-9_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
APP = sorted(name for name, service in SERVICES.items() if service.get("build", {}).get("target") == "app")


def read_settings() -> set[str]:
    """The names in every `env.…("NAME")` of the settings."""
    tree = ast.parse((settings.BASE_DIR / "config" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    of_env = [call for call in calls if isinstance(call.func.value, ast.Name) and call.func.value.id == "env"]
    return {call.args[0].value for call in of_env if isinstance(call.args[0], ast.Constant)}


def test_every_setting_is_explained_and_nothing_else():
    of_compose = {"SITE_HOST", "POSTGRES_PASSWORD", "VERSION"}
    assert read_settings() | of_compose == EXPLAINED


def test_every_variable_of_compose_is_explained():
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text)) <= EXPLAINED


def test_no_secret_has_a_value_in_the_example():
    text = (settings.BASE_DIR / ".env.example").read_text()
    assert re.findall(r"^(SECRET_KEY|POSTGRES_PASSWORD|#OIDC_CLIENT_SECRET)=(.*)$", text, re.MULTILINE) == [
        ("SECRET_KEY", ""),
        ("POSTGRES_PASSWORD", ""),
        ("#OIDC_CLIENT_SECRET", ""),
    ]


def test_there_are_the_services_of_production():
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "migrate", "postgres", "valkey"}
    assert APP == ["beat", "migrate", "web", "worker"]


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if service["networks"] == ["inside"]] == ["postgres", "valkey"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_service_that_stays_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_can_write_to_its_own_files_or_gain_rights(name):
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted({"web", "worker", "beat"}))
def test_nothing_starts_before_the_database_is_in_step(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_packages_are_installed_by_hash():
    assert "--require-hashes -r requirements.txt" in (settings.BASE_DIR / "Dockerfile").read_text()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_runs_as_root(name):
    stages = re.split(r"^FROM ", (settings.BASE_DIR / "Dockerfile").read_text(), flags=re.MULTILINE)
    users = {
        stage.split("\n")[0].rpartition(" AS ")[2]: re.findall(r"^USER (.*)$", stage, re.MULTILINE) for stage in stages
    }
    service = SERVICES[name]
    user = service.get("user") or users[service["build"]["target"]][-1]
    assert user in {"regiokracht", "10001", "postgres", "valkey"}


def test_named_volumes_are_used_and_used_volumes_are_named():
    used = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
