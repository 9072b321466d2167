"""Static files that come out of installed packages, and the one stylesheet that is put together from its parts.

Nothing is copied into the tree and nothing comes from another host. Letters are cut down to the characters Dutch needs
and packed as WOFF2; that takes a few seconds and is done once per version of the package, in the state folder.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Latin, Latin-1, Latin Extended-A, modifier letters, punctuation, sub- and superscripts, currency, arrows, minus.
CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x2C6, 0x2DA, 0x2DC, 0x301, 0x308,
    *range(0x2002, 0x200E), *range(0x2010, 0x2028), 0x202F, *range(0x2030, 0x203B), 0x2044, *range(0x2070, 0x208F),
    0x20AC, 0x2113, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
]  # fmt: skip
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "pnum", "tnum", "sups", "subs", "frac"]
LAYERS = ["tokens.css", "base.css", "layout.css"]


def package_path(package: str, *parts: str) -> Path:
    """A file inside an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"package {package} is not installed")
    return Path(spec.origin).parent.joinpath(*parts)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is either complete or absent, also when two programs do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as half:
        half.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def assets_folder() -> Path:
    """Where files are kept that were made out of packages."""
    return Path(settings.STATE_DIR) / "assets"


@dataclass(frozen=True)
class Font:
    """A variable font of a package; the range of weights is narrowed to what the pages use."""

    package: str
    distribution: str
    file: str
    weights: tuple[int, int] = (400, 700)

    def build(self) -> Path:
        """The packed font, made when this version is not there yet; who asks meanwhile waits for it."""
        target = assets_folder() / f"{self.distribution}-{version(self.distribution)}-{len(CHARACTERS)}.woff2"
        if target.exists():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                write_whole(target, self._packed())
        return target

    def _packed(self) -> bytes:
        from fontTools import subset  # noqa: PLC0415 - slow, and needed once per version of a package
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, as above
        from fontTools.varLib import instancer  # noqa: PLC0415 - slow, as above

        with TTFont(package_path(self.package, "files", self.file)) as whole:
            options = subset.Options(layout_features=FEATURES, notdef_outline=True, hinting=False)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=CHARACTERS)
            cutter.subset(whole)
            font = instancer.instantiateVariableFont(whole, {"wght": self.weights}, inplace=True)
            font.flavor = "woff2"
            with tempfile.TemporaryFile() as packed:
                font.save(packed)
                packed.seek(0)
                return packed.read()


SANS = Font("fontpkg_source_sans_3", "fontpkg-source-sans-3", "SourceSans3[wght].ttf")
SERIF = Font("fontpkg_source_serif_4", "fontpkg-source-serif-4", "SourceSerif4[opsz,wght].ttf")


def stylesheet_parts() -> list[Path]:
    """The parts of the stylesheet in the order in which they count."""
    folder = settings.BASE_DIR / "static" / "css"
    components = sorted((folder / "components").glob("*.css"))
    return [*(folder / name for name in LAYERS), *components, folder / "print.css"]


def build_stylesheet() -> Path:
    """One stylesheet instead of twenty-five requests; made again when a part is newer."""
    parts = stylesheet_parts()
    content = "\n".join(part.read_text(encoding="utf-8").strip() for part in parts).encode() + b"\n"
    target = assets_folder() / "house.css"
    if not target.exists() or target.read_bytes() != content:
        write_whole(target, content)
    return target


def build_editor() -> Path:
    """The script of the editor, without the line that names its source map: that is not served."""
    target = assets_folder() / f"editor-{version('django-prose-editor')}.js"
    if not target.exists():
        script = package_path("django_prose_editor", "static", "django_prose_editor", "editor.js").read_bytes()
        write_whole(target, script.rpartition(b"//# sourceMappingURL")[0])
    return target


PACKAGED: dict[str, Callable[[], Path]] = {
    "css/house.css": build_stylesheet,
    "vendor/htmx.min.js": lambda: package_path("django_htmx", "static", "django_htmx", "htmx-2.min.js"),
    "vendor/editor.js": build_editor,
    "vendor/plotly.min.js": lambda: package_path("plotly", "package_data", "plotly.min.js"),
    "vendor/fonts/source-sans-3.woff2": SANS.build,
    "vendor/fonts/source-serif-4.woff2": SERIF.build,
}


class PackageStorage(FileSystemStorage):
    """Knows where a packaged file really is."""

    prefix = ""

    def path(self, name: str) -> str:
        """The file on disk behind a served name."""
        return str(PACKAGED[name]())


class PackageFinder(BaseFinder):
    """Offers files of packages under names of our own, so that an upgrade does not change a template."""

    storage = PackageStorage()

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        """The file behind `path`, made when needed; an empty list when it is not ours."""
        if path not in PACKAGED:
            return []
        found = self.storage.path(path)
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """Every file of ours, for collectstatic."""
        for name in PACKAGED:
            yield name, self.storage
