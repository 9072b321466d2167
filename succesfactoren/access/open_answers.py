"""Answers in words: those the coordinator may read, and those that everybody who sees the result may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.functions import Lower

from communities.models import Community, Membership, User
from lib.tokens import hash_token
from succesfactoren.models import OpenAnswer, Round

State = OpenAnswer.State


@dataclass(frozen=True)
class OpenQuestion:
    """An open question of a result: why its answers are not there, or how many there are and those that are shown."""

    text: str
    hidden: str
    n: int | None
    answers: Sequence[str] = ()


def enough_codes(round: Round) -> list[str]:
    """The codes of the open questions with enough answers to be read at all."""
    return [one["code"] for one in round.outcome.figures["texts"] if not one["hidden"]]


def answers_to_read(round: Round) -> QuerySet[OpenAnswer]:
    """What the coordinator reads: only of questions with enough answers, in the order of the alphabet."""
    whole = OpenAnswer.objects.select_related("statement", "round__assessment__trajectory__community")
    found = whole.filter(round=round, statement__code__in=enough_codes(round), round__closed_at__isnull=False)
    return found.order_by("statement__position", Lower("text"), "pk")


def next_unread(round: Round) -> OpenAnswer | None:
    """The first answer that nobody has read."""
    return answers_to_read(round).filter(state=State.NEW).first()


def shown_questions(round: Round) -> list[OpenQuestion]:
    """The open questions with the answers that the coordinator let through, each list in the alphabet. One query."""
    shown = OpenAnswer.objects.filter(round=round, statement__code__in=enough_codes(round), state=State.SHOWN)
    given: dict[str, list[str]] = {}
    for code, text in shown.values_list("statement__code", "shown_text"):
        given.setdefault(code, []).append(text)
    return [
        OpenQuestion(one["text"], one["hidden"], one["n"], sorted(given.get(one["code"], []), key=str.casefold))
        for one in round.outcome.figures["texts"]
    ]


def questions_for(user: User | AnonymousUser, round: Round) -> list[OpenQuestion]:
    """The open questions with their answers; for who belongs to the community, not for visitors of a public result."""
    return shown_questions(round) if user.has_perm("communities.view_members_part", round.community) else []


def mark_of(answer: OpenAnswer) -> str:
    """Another text as soon as somebody decided otherwise about this answer."""
    return hash_token(f"{answer.state}\n{answer.shown_text}")


def names_in(community: Community) -> list[str]:
    """The names of everybody who belongs or belonged here: candidates to strike out."""
    found = Membership.objects.filter(community=community).exclude(user__name="")
    return list(found.values_list("user__name", flat=True).order_by("user__name").distinct())
