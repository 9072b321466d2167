"""The funnel on the page of a figure: asked for with `?beeld=trechter`, with `&regio=` to mark one region."""

from django.http import HttpRequest

from regioscan.charts.funnels import funnel
from regioscan.figures.funnel import can_be_drawn, funnel_view
from regioscan.figures.ranking import Ranking
from regioscan.forms import RankingForm
from regioscan.views.asking import read

NOT_COUNTED = (
    "Een trechter laat zien wat toeval kan zijn. Dat kan alleen bij cijfers die volledig zijn geteld en waarvan de "
    "noemer bekend is, en voor gemeenten, COROP-gebieden en provincies."
)
TOO_FEW = "Er zijn te weinig gebieden met een cijfer en een noemer om een trechter te tekenen."


def funnel_context(request: HttpRequest, ranking: Ranking, query: str) -> dict[str, object]:
    """The chart where it is asked for, the reason where it cannot be drawn, and else the address to ask for it."""
    asked = read(RankingForm(request.GET))
    if asked["beeld"] != "trechter":
        return {"funnel_link": f"{query}&beeld=trechter#trechter"} if can_be_drawn(ranking) else {}
    if not can_be_drawn(ranking):
        return {"funnel_reason": NOT_COUNTED}
    view = funnel_view(ranking)
    if view is None:
        return {"funnel_reason": TOO_FEW}
    return {"funnel": funnel(ranking, view, asked["regio"].upper())}
