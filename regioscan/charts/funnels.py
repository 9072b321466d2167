"""The funnel of a figure as a chart."""

from lib.charts import Funnel, FunnelLimits, FunnelPoint, Mark
from lib.text import number, with_unit
from regioscan.figures.comparing import PLURALS
from regioscan.figures.funnel import FunnelView, Limits
from regioscan.figures.ranking import Ranking
from regioscan.models import Region

WIDER = (
    "De regio’s lopen verder uiteen dan door toeval alleen. De buitenste grenzen rekenen die gewone spreiding mee; "
    "pas daarbuiten valt een regio echt op."
)
NOT_WIDER = "De regio’s lopen niet verder uiteen dan door toeval alleen te verwachten is."


def funnel(ranking: Ranking, view: FunnelView, ours: str = "") -> Funnel:
    """Every region as a dot at its size; `ours` is the code of the region to mark."""
    indicator, plural = ranking.indicator, PLURALS[Region.Kind(ranking.kind)]
    size_label = indicator.weight.unit if indicator.weight else "aantal"
    sizes = tuple(view.sizes.tolist())
    outside = _outside(view)
    middle = with_unit(view.benchmark, indicator.decimals, indicator.unit)
    rows = zip(view.regions, sizes, view.values.tolist(), strict=True)
    return Funnel(
        title=f"{indicator.name} in {ranking.period}, naar aantal {size_label}",
        alt=f"{number(len(sizes))} {plural} samen: {middle}. Buiten de ruimste grenzen liggen er {number(outside)}.",
        unit=indicator.unit,
        decimals=indicator.decimals,
        size_label=size_label,
        points=tuple(FunnelPoint(one.name, size, value, one.code == ours) for one, size, value in rows),
        limits=tuple(_limits(one, sizes) for one in view.limits),
        benchmark=Mark(f"Alle {plural} samen", view.benchmark),
        counted=plural,
        notes=(
            f"De rechte lijn is wat alle {plural} samen hebben: {middle}.",
            WIDER if view.spread.is_wider else NOT_WIDER,
        ),
    )


def _limits(one: Limits, sizes: tuple[float, ...]) -> FunnelLimits:
    name = f"{'Toeval en gewone spreiding' if one.is_wide else 'Toeval alleen'}, {one.level}"
    return FunnelLimits(name, sizes, tuple(one.low.tolist()), tuple(one.high.tolist()), one.is_wide)


def _outside(view: FunnelView) -> int:
    widest = view.limits[-1]
    return int(((view.values < widest.low) | (view.values > widest.high)).sum())
