"""The register of personal data is complete and true: a model that forgets to say what becomes of people fails here."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.db.models.constants import LOOKUP_SEP

from communities.models import Post, User
from communities.registry import Erasure, Kept, declare, kept, line_of, personal_lines, register

ROOT = Path(__file__).resolve().parent.parent


def _field_exists(model: type[Model], lookup: str) -> bool:
    for part in lookup.split(LOOKUP_SEP):
        if part == "pk":
            return True
        try:
            field = model._meta.get_field(part.removesuffix("_id") if part == "post_id" else part)
        except FieldDoesNotExist:
            return False
        model = field.related_model or model
    return True


def _points_to_people(model: type[Model]) -> list[str]:
    """How a model is tied to a person: by a foreign key of its own."""
    fields = model._meta.concrete_fields
    return [one.name for one in fields if isinstance(one, ForeignKey) and one.related_model is User]


def test_every_model_of_every_application_is_in_the_register():
    missing = [model._meta.label for model in apps.get_models() if line_of(model) is None]
    assert missing == [], "say in a registry.py what these hold of people, and what becomes of it"


def test_the_register_names_no_model_that_is_gone():
    known = {model._meta.label for model in apps.get_models()}
    assert {line.model for line in register()} - known == set()


def test_every_field_that_the_register_names_exists():
    wrong = [
        f"{line.model}.{name}"
        for line in register()
        for name in (
            *line.owners,
            *line.addresses,
            *line.writers,
            *line.exports,
            *line.files,
            *line.blanks,
            *line.text_blanks,
            *line.where,
            *line.stays,
            *filter(None, [line.community]),
        )
        if not _field_exists(line.model_class, name)
    ]
    assert wrong == []


def test_a_model_that_points_to_a_person_is_personal():
    wrong = [line.model for line in register() if _points_to_people(line.model_class) and not line.is_personal]
    assert wrong == []


def test_what_is_personal_says_of_whom_and_why_and_how_long():
    wrong = [line.model for line in personal_lines() if not (line.holds and line.purpose and line.retention)]
    assert wrong == []


def test_what_is_kept_gives_a_reason():
    wrong = [line.model for line in personal_lines() if line.erasure == Erasure.KEEP and not line.because]
    assert wrong == []


def test_what_has_an_owner_can_be_downloaded():
    wrong = [line.model for line in personal_lines() if (line.owners or line.addresses) and not line.exports]
    assert wrong == []


def test_a_required_link_to_a_person_is_erased_with_that_person():
    """What could not stand without the person must not be declared to stay."""
    wrong = [
        f"{line.model}.{name}"
        for line in personal_lines()
        for name in _points_to_people(line.model_class)
        if not line.model_class._meta.get_field(name).null and line.erasure != Erasure.ERASE
    ]
    assert wrong == []


def test_secrets_are_never_exported():
    secrets = {
        "password",
        "token",
        "token_secret",
        "token_hash",
        "key",
        "secret",
        "data",
        "session_key",
        "session_data",
    }
    wrong = [line.model for line in personal_lines() if secrets & {name.split("__")[-1] for name in line.exports}]
    assert wrong == []


def test_a_contribution_says_what_replaces_it():
    post = line_of(Post)
    assert post is not None
    assert post.has_texts
    assert post.outcome == "losgemaakt van de persoon, tenzij u vraagt om ook uw teksten te wissen"


@pytest.mark.parametrize("floor", ["succesfactoren", "initiatives"])
def test_a_higher_floor_with_models_brings_a_register_of_its_own(floor):
    has_models = any(model._meta.app_label == floor for model in apps.get_models())
    assert not has_models or (ROOT / floor / "registry.py").exists()


def test_a_line_of_a_higher_floor_joins_the_others(monkeypatch):

    monkeypatch.setattr(kept, "_book", dict(kept._book))
    declare(Kept(model="auth.Group", holds="iets nieuws", purpose="proef"))
    assert "iets nieuws" in {line.holds for line in personal_lines()}
