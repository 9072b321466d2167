"""The house keeps its shape: floors, rooms, names and sizes. Each failure is one plain sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["lib", "regioscan", "communities", "succesfactoren", "initiatives", "config"]
ROOMS = [
    # From the ground of an app upwards; a module imports from its own room and from rooms before it.
    # A module stands in the room that its name ends in: `peer_frames` is one of the frames.
    {"connectors"},
    {"analysis", "scoring", "catalogue"},
    {"example", "people"},
    {"models"},
    {"frames", "loading", "registry"},
    {"rules", "access"},
    {"letters"},
    {"actions", "figures"},
    {"forms", "charts", "reports", "exports", "calendars", "feeds"},
    {"tasks"},
    {"views", "api", "admin"},
    {"urls"},
    {"management"},
]
PURE = [
    "regioscan/analysis",
    "regioscan/connectors",
    "regioscan/example",
    "communities/analysis",
    "succesfactoren/analysis",
    "initiatives/analysis",
    "lib",
]
FORBIDDEN_WORDS = {"utils", "helpers", "misc", "common", "manager", "info", "process"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


def _modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return sorted(found)


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _say(path: Path, line: int, sentence: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {sentence}"


def test_a_floor_imports_only_from_itself_and_from_floors_below():
    wrong = [
        _say(path, line, f"imports {name}, which is on a higher floor")
        for floor in FLOORS
        for path in _modules(floor)
        for name, line in _imports(path)
        if name.split(".")[0] in FLOORS[FLOORS.index(floor) + 1 :]
    ]
    assert wrong == []


def test_a_foreign_key_points_to_its_own_floor_or_to_a_floor_below():
    wrong = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label in FLOORS
        if FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert wrong == []


def test_the_ground_floor_has_no_foreign_key_to_a_user():
    wrong = [
        f"{model._meta.label}.{field.name} knows a user"
        for model in apps.get_app_config("regioscan").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label == "communities.User"
    ]
    assert wrong == []


def _room(name: str) -> int | None:
    return next((index for index, names in enumerate(ROOMS) if name.rpartition("_")[2] in names), None)


@pytest.mark.parametrize("app", ["regioscan", "communities", "succesfactoren", "initiatives"])
def test_a_room_imports_only_from_rooms_before_it(app):
    wrong = []
    for path in _modules(app):
        own = _room(path.relative_to(ROOT / app).parts[0].removesuffix(".py"))
        for name, line in _imports(path):
            parts = name.split(".")
            other = _room(parts[1]) if parts[0] == app and len(parts) > 1 else None
            if own is not None and other is not None and other > own:
                wrong.append(_say(path, line, f"imports {name}, a room further on"))
    assert wrong == []


def test_every_module_of_an_app_stands_in_a_known_room():
    allowed = {"__init__", "apps"}
    wrong = [
        _say(path, 1, "stands in a room that the house does not know")
        for app in ("regioscan", "communities", "succesfactoren", "initiatives")
        for path in _modules(app)
        if (name := path.relative_to(ROOT / app).parts[0].removesuffix(".py")) not in allowed and _room(name) is None
    ]
    assert wrong == []


def test_pure_modules_do_not_know_django():
    wrong = [
        _say(path, line, f"imports {name}, but should be pure")
        for folder in PURE
        for path in ([ROOT / folder] if folder.endswith(".py") else _modules(folder))
        for name, line in _imports(path)
        if name.split(".")[0] in {"django", "celery", "allauth", "rules"}
    ]
    assert wrong == []


def test_names_that_say_nothing_are_not_used_for_modules():
    wrong = [
        _say(path, 1, "has a name that says nothing")
        for path in _modules(*FLOORS)
        if FORBIDDEN_WORDS & set(path.stem.split("_"))
    ]
    assert wrong == []


def test_files_and_functions_stay_small():
    wrong = []
    for path in _modules(*FLOORS, "tests", "bench"):
        text = path.read_text()
        if (n_lines := len(text.splitlines())) > MAX_FILE_LINES:
            wrong.append(_say(path, 1, f"has {n_lines} lines"))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES:
                wrong.append(_say(path, node.lineno, f"{node.name} is too long"))
    assert wrong == []


def test_imports_inside_functions_give_their_reason_on_the_line():
    wrong = []
    for path in _modules(*FLOORS):
        lines = path.read_text().splitlines()
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and " - " not in lines[node.lineno - 1]:
                    wrong.append(_say(path, node.lineno, "imports inside a function without a reason"))
    assert wrong == []


def test_public_functions_of_pure_modules_and_actions_have_docstrings():
    folders = ["lib", "regioscan/analysis", "regioscan/connectors", "communities/analysis"]
    folders += ["succesfactoren/analysis", "initiatives/analysis"]
    paths = [
        *_modules(*folders),
        *ROOT.glob("*/actions.py"),
        *ROOT.glob("*/*_actions.py"),
        *ROOT.glob("*/actions/*.py"),
    ]
    wrong = [
        _say(path, node.lineno, f"{node.name} has no docstring")
        for path in paths
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert wrong == []


def test_colours_stand_in_tokens_css_only():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(")
    wrong = [
        _say(path, number, f"has a colour of its own: {line.strip()}")
        for path in sorted((ROOT / "static" / "css").rglob("*.css"))
        if path.name != "tokens.css"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if colour.search(re.sub(r"url\([^)]*\)", "", line))
    ]
    assert wrong == []


def test_templates_have_no_inline_style_or_script():
    inline = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")""")
    wrong = [
        _say(path, number, f"has inline style or script: {line.strip()}")
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "emails" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert wrong == []


def test_every_dependency_has_a_sentence():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    wrong = []
    for number, line in enumerate(lines, 1):
        if re.match(r'    "[A-Za-z0-9_.\[\],-]+(?:[<>=!~]|",$)', line):
            before = number - 2
            while re.match(r'    "', lines[before]):
                before -= 1
            if not lines[before].strip().startswith("#"):
                wrong.append(f"pyproject.toml:{number} {line.strip()} has no reason")
    assert wrong == []


READS_ANSWERS = ("frames.py", "registry.py", "models", "actions/answering", "actions/paper", "actions/mixing")
"""What may touch what one person answered: what keeps it, what mixes it, and the one bridge to the outcome."""


def _reaches_for_answers(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith("succesfactoren.models") and any(
            alias.name == "Response" for alias in node.names
        )
    return isinstance(node, ast.Attribute) and node.attr == "responses"


def test_only_the_outcome_is_read_and_never_what_one_person_answered():
    wrong = [
        _say(path, node.lineno, "reaches for single answers; read the outcome of the round")
        for path in _modules("succesfactoren", "initiatives", "config")
        if not path.relative_to(ROOT).as_posix().removeprefix("succesfactoren/").startswith(READS_ANSWERS)
        for node in ast.walk(ast.parse(path.read_text()))
        if _reaches_for_answers(node)
    ]
    assert wrong == []


TOUCHES_BALLOTS = (
    "initiatives/models",
    "initiatives/registry",
    "initiatives/access/voting",
    "initiatives/actions/voting",
    "initiatives/actions/paper_ballots",
    "initiatives/actions/counting",
    "initiatives/actions/example/votes",
)
"""What may touch what one person voted: what keeps it, what counts and wipes it, and the story that makes some up.

The pure `initiatives.analysis` has ballots of its own, without a row behind them. The files of a result get theirs from
the count (`actions/counting`).
"""


def _reaches_for_ballots(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith("initiatives.models") and any(
            alias.name == "Ballot" for alias in node.names
        )
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value in {"Ballot", "initiatives.Ballot"} or node.value.startswith("ballots__")
    if isinstance(node, ast.keyword):
        return (node.arg or "").startswith("ballots__")
    if isinstance(node, ast.Call):
        asked = [one.value for one in node.args if isinstance(one, ast.Constant)]
        return getattr(node.func, "id", "") in {"Count", "Exists", "Prefetch"} and "ballots" in asked
    return isinstance(node, ast.Attribute) and node.attr in {"Ballot", "ballots"}


def test_only_the_count_reads_what_one_person_voted():
    wrong = [
        _say(path, getattr(node, "lineno", 1), "reaches for single ballots; read the result of the budget")
        for path in _modules("initiatives", "config")
        if not path.relative_to(ROOT).as_posix().startswith((*TOUCHES_BALLOTS, "initiatives/analysis"))
        for node in ast.walk(ast.parse(path.read_text()))
        if _reaches_for_ballots(node)
    ]
    assert wrong == []
