"""The report: drawing its charts, the report with and without them, and the memory of a worker over fifty reports."""

from datetime import UTC, datetime

import psutil

from bench.example import example_region
from bench.ratio import Ratio, in_turn, seconds
from config.reports import CHAPTERS, chosen_chapters
from lib.charts import to_svg
from regioscan.charts import specs
from regioscan.figures import Scan, region_scan
from regioscan.loading.examining import quiet
from regioscan.reports import Draft, Identity, build_chapters, render_report, to_paper

N_CHARTS = 25
N_REPORTS, SETTLED = 50, 5
IDENTITY = Identity(number="bench", asked_at=datetime(2026, 1, 1, tzinfo=UTC))


class EmptyFrames(Draft):
    """A report in which every picture is as large as it is, and empty: the pages stay the same."""

    def keep(self, svg: str) -> str:
        """Take the frame without what is drawn in it."""
        return super().keep(svg[: svg.index(">") + 1] + "</svg>")


def run() -> list[Ratio]:
    """T10, T11 and T17."""
    scan = region_scan(example_region())
    full, empty = Draft(scan, IDENTITY), EmptyFrames(scan, IDENTITY)
    built, built_empty = build_chapters(CHAPTERS, full), build_chapters(CHAPTERS, empty)
    whole, bare = in_turn(
        lambda: to_paper(full, CHAPTERS, built), lambda: to_paper(empty, CHAPTERS, built_empty), repeat=3
    )
    charts = [chart for figure in scan.figures.values() if (chart := specs.trend(figure, scan))][:N_CHARTS]
    drawing = seconds(lambda: [to_svg(chart, "print") for chart in charts])
    return [
        Ratio("T10", f"drawing {len(charts)} line charts", "laying out the report", drawing / whole, 0.05, 0.2),
        Ratio("T11", f"report with {len(full.images)} charts", "the same with empty frames", whole / bare, 3.5, 5),
        Ratio("T17", f"memory of a worker over {N_REPORTS} reports", "–", _growth(scan), 5, 15, "MB"),
    ]


def _growth(scan: Scan) -> float:
    """How much the process that makes reports (here the shortest) has grown since the first few, in megabytes."""
    process = psutil.Process()
    sizes = []
    for _ in range(N_REPORTS):
        render_report(scan, chosen_chapters([]), identity=IDENTITY, on_progress=quiet)
        sizes.append(process.memory_info().rss / 1e6)
    return sizes[-1] - sizes[SETTLED - 1]
