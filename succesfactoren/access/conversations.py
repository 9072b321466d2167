"""Talks of a group that sits together, for whoever may read them, and how they read."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Community, User
from succesfactoren.access.instruments import choosable_instruments
from succesfactoren.analysis.asked import Part
from succesfactoren.analysis.talks import Answers, TalkOutcome, talk_outcome
from succesfactoren.analysis.wording import with_subject
from succesfactoren.frames import wordings_of
from succesfactoren.models import Conversation, Instrument, InstrumentVersion, Statement


def conversations_of(community: Community) -> QuerySet[Conversation]:
    """The talks of a community, the newest first, with what their pages ask of them."""
    whole = Conversation.objects.select_related(
        "assessment__trajectory__community", "assessment__instrument", "version__instrument"
    )
    return whole.filter(assessment__trajectory__community=community)


def readable_conversations(user: User | AnonymousUser, community: Community) -> QuerySet[Conversation]:
    """Those that this reader may read; the same law as `succesfactoren.view_conversation`."""
    found = conversations_of(community)
    if user.has_perm("succesfactoren.view_rounds", community):
        return found
    if user.has_perm("communities.view_members_part", community):
        return found.filter(Q(is_shared=True))
    return found.none()


def talkable_instruments(community: Community) -> QuerySet[Instrument]:
    """The instruments with statements that a group can answer together."""
    asked = Statement.objects.filter(
        version__instrument=OuterRef("pk"), version__settled_at__isnull=False, kind="stelling", factor__isnull=False
    )
    return choosable_instruments(community).filter(Exists(asked))


def talk_parts(version: InstrumentVersion, subject: str) -> list[Part]:
    """The factors that are talked about, with their statements in the words that the group reads."""
    asked = version.statements.filter(kind="stelling", factor__isnull=False).order_by("position")
    statements = list(asked)
    parts = [
        Part(
            factor.code,
            factor.name,
            {one.code: with_subject(one.text, subject) for one in statements if one.factor_id == factor.pk},
            factor.side,
        )
        for factor in version.factors.all()
    ]
    return [one for one in parts if one.statements]


def talk_before(talk: Conversation, among: QuerySet[Conversation]) -> Conversation | None:
    """The talk before this one about the same, out of those that the reader may read."""
    same = among.filter(assessment=talk.assessment_id).exclude(pk=talk.pk)
    earlier = Q(held_on__lt=talk.held_on) | Q(held_on=talk.held_on, pk__lt=talk.pk)
    return same.filter(earlier).order_by("-held_on", "-pk").first()


def outcome_of_talk(talk: Conversation, before: Conversation | None) -> TalkOutcome:
    """What was agreed, held against the talk before where the words are the same."""
    parts = talk_parts(talk.version, talk.assessment.subject)
    earlier = _same_words(talk, before) if before else None
    return talk_outcome(
        parts, talk.answers, earlier=earlier, is_actie=talk.version.instrument.purpose == Instrument.Purpose.INITIATIVE
    )


def _same_words(talk: Conversation, before: Conversation) -> Answers:
    now = wordings_of(talk.version)
    then = now if before.version_id == talk.version_id else wordings_of(before.version)
    return {code: before.answers.get(code) for code, words in now.items() if then.get(code) == words}


def subjects_of(community: Community) -> Sequence[str]:
    """What was measured or talked about here before, for a list to choose from."""
    found = community.trajectories.values_list("assessments__subject", flat=True).distinct()
    return sorted(one for one in found if one)
