"""The regioscan report: chapters declared as data, laid out on paper by lib.pdf, with the figures inside the file."""

from regioscan.reports.chapters import Chapter, build_chapters
from regioscan.reports.draft import Draft, Identity
from regioscan.reports.making import RenderedReport, data_version, render_report, to_paper
from regioscan.reports.plain import scan_as_dict

__all__ = [
    "Chapter",
    "Draft",
    "Identity",
    "RenderedReport",
    "build_chapters",
    "data_version",
    "render_report",
    "scan_as_dict",
    "to_paper",
]
