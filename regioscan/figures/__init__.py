"""What a page, export, command or report shows of a region: figures with their comparison, in numbers and words."""

from regioscan.figures.build import choose, region_scan
from regioscan.figures.comparing import DEFAULT, Comparison, comparisons
from regioscan.figures.scan import Benchmark, Figure, Scan, ThemeScan

__all__ = ["DEFAULT", "Benchmark", "Comparison", "Figure", "Scan", "ThemeScan", "choose", "comparisons", "region_scan"]
