"""The regioscan report: chapters declared as data, laid out on paper by lib.pdf, with the figures inside the file."""

from regioscan.reports.attaching import data_version
from regioscan.reports.chapters import Chapter, build_chapters
from regioscan.reports.draft import Draft, Identity, Previous, Sender
from regioscan.reports.making import RenderedReport, render_report, to_paper
from regioscan.reports.plain import scan_as_dict

__all__ = [
    "Chapter",
    "Draft",
    "Identity",
    "Previous",
    "RenderedReport",
    "Sender",
    "build_chapters",
    "data_version",
    "render_report",
    "scan_as_dict",
    "to_paper",
]
