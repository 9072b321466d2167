"""What the people of the story ask of each other and offer."""

from typing import Any

from communities.actions.example.people import moment
from communities.models import Community, User
from initiatives.models import Initiative, Listing, Market, Match
from regioscan.models import Theme


def open_board(community: Community, story: dict[str, Any]) -> None:
    """Put needs and offers on the board, with the matches that came of them."""
    people = {user.name: user for user in User.objects.filter(memberships__community=community)}
    initiatives = {one.title: one for one in Initiative.objects.filter(community=community)}
    themes = {one.code: one for one in Theme.objects.all()}
    fair = _hold_fair(community, story["fair"])
    board = {}
    for who, side, kind, title, text, place, about, days, theme in story["listings"]:
        board[title] = Listing.objects.create(
            community=community,
            owner=people[who],
            side=side,
            kind=kind,
            title=title,
            text=text,
            place=place,
            initiative=initiatives.get(about),
            theme=themes[theme],
        )
        Listing.objects.filter(pk=board[title].pk).update(created_at=moment(days))
    for title, other, what, days, state in story["matches"]:
        agreed = moment(days)
        done = moment(days + 2) if state == Match.State.FULFILLED else None
        Match.objects.create(
            listing=board[title],
            other=people[other],
            what=what,
            market=fair if title in story["fair"][-1] else None,
            state=state,
            owner_agreed_at=agreed,
            other_agreed_at=agreed,
            owner_fulfilled_at=done,
            other_fulfilled_at=done,
        )


def _hold_fair(community: Community, entry: list[Any]) -> Market:
    name, days, start, end, _ = entry
    return Market.objects.create(
        community=community, name=name, opens_at=moment(days, start), closes_at=moment(days, end)
    )
