"""What of this floor can be complained about and hidden; imported when the site starts."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.access.subjects import About, Person, SubjectKind, declare, declare_keeper
from communities.models import Community, User
from initiatives.access.complaining import INITIATIVE, LESSON, LISTING, PICTURE, PLAN
from initiatives.access.initiatives import initiatives_of, readable_initiatives
from initiatives.access.lessons import lessons_of, why_post_kept_hidden
from initiatives.access.market import listings_of, readable_listings
from initiatives.actions.initiatives import bring_back_initiative, put_away_initiative
from initiatives.actions.lessons import bring_back_lesson, locked_lesson, put_away_lesson
from initiatives.actions.linked import locked_initiative
from initiatives.actions.listings import bring_back_listing, locked_listing, put_away_listing
from initiatives.actions.pictures import bring_back_picture, locked_picture, put_away_picture
from initiatives.actions.proposals import bring_back_proposal, locked_proposal, put_away_proposal
from initiatives.models import Initiative, InitiativePicture, Lesson, Listing, Partner, Proposal, Willing
from initiatives.models.budgets import ProposalQuerySet
from lib import rich_text


# ── Initiatives ───────────────────────────────────────────────────────────────────────────────────────────────────
def _about_initiative(initiative: Initiative) -> About:
    text = f"{initiative.summary} {rich_text.plain(initiative.description)}"
    words = f"het initiatief «{initiative.title}»"
    return About(words, text, initiative.get_absolute_url(), initiative.proposed_by, is_own=False)


def _initiatives_by(community: Community, user: User) -> QuerySet[Initiative]:
    """Only those that nobody else is in yet: of the others more people carry them than who is blocked."""
    here = {"initiative": OuterRef("pk")}
    others = Exists(Partner.objects.filter(**here).exclude(user=user)) | Exists(
        Willing.objects.filter(**here).exclude(user=user)
    )
    return initiatives_of(community).filter(proposed_by=user, hidden_because="").exclude(others)


# ── Pictures and lessons ──────────────────────────────────────────────────────────────────────────────────────────
def _pictures_of(community: Community) -> QuerySet[InitiativePicture]:
    found = InitiativePicture.objects.filter(initiative__community=community)
    return found.select_related("initiative__community", "placed_by")


def _readable_pictures(reader: Person, community: Community) -> QuerySet[InitiativePicture]:
    placed = readable_initiatives(reader, community).placed().order_by().values("pk")
    return _pictures_of(community).filter(initiative__in=placed, hidden_because="")


def _about_picture(picture: InitiativePicture) -> About:
    words = f"een foto bij het initiatief «{picture.initiative.title}»"
    path = f"{picture.initiative.get_absolute_url()}#fotos"
    return About(words, f"{picture.alt} {picture.credit}".strip(), path, picture.placed_by)


def _lessons_of(community: Community) -> QuerySet[Lesson]:
    found = Lesson.objects.filter(initiative__community=community)
    return found.select_related("initiative__community", "written_by")


def _about_lesson(lesson: Lesson) -> About:
    text = " ".join([lesson.advice, lesson.what_worked, lesson.what_not]).strip()
    words = f"de les van het initiatief «{lesson.initiative.title}»"
    return About(words, text, f"{lesson.initiative.get_absolute_url()}#les", lesson.written_by, is_own=False)


# ── Needs and offers ──────────────────────────────────────────────────────────────────────────────────────────────
def _readable_listings(reader: Person, community: Community) -> QuerySet[Listing]:
    """Needs and offers are for members."""
    if not reader.has_perm("communities.view_members_part", community):
        return Listing.objects.none()
    return readable_listings(reader, community).filter(hidden_because="")


def _about_listing(listing: Listing) -> About:
    words = f"{'de vraag' if listing.side == Listing.Side.NEED else 'het aanbod'} «{listing.title}»"
    return About(words, listing.text, listing.get_absolute_url(), listing.owner)


# ── Ideas for a budget ────────────────────────────────────────────────────────────────────────────────────────────
def _proposals_of(community: Community) -> ProposalQuerySet:
    found: ProposalQuerySet = Proposal.objects.filter(budget__community=community)
    return found.select_related("budget__community", "proposed_by")


def _readable_proposals(reader: Person, community: Community) -> ProposalQuerySet:
    if not (community.is_public or reader.has_perm("communities.view_members_part", community)):
        return _proposals_of(community).none()
    return _proposals_of(community).shown().filter(budget__announced_at__isnull=False)


def _proposals_by(community: Community, user: User) -> ProposalQuerySet:
    """What people vote on stays: the ballot is fixed."""
    on_fixed_ballot = Q(budget__opened_at__isnull=False, state=Proposal.State.FEASIBLE)
    found = _proposals_of(community).filter(proposed_by=user, hidden_because="").exclude(on_fixed_ballot)
    return found.exclude(state=Proposal.State.WITHDRAWN)


def _about_proposal(proposal: Proposal) -> About:
    words = f"het plan «{proposal.title}» voor {proposal.budget.name}"
    return About(words, f"{proposal.text} {proposal.place}".strip(), proposal.get_absolute_url(), proposal.proposed_by)


declare_keeper(INITIATIVE, why_post_kept_hidden)
declare(
    SubjectKind(
        name=INITIATIVE,
        called="een initiatief",
        model=Initiative,
        of_community=initiatives_of,
        readable=lambda reader, community: readable_initiatives(reader, community).placed(),
        written_by=_initiatives_by,
        about=_about_initiative,
        locked=locked_initiative,
        put_away=put_away_initiative,
        bring_back=bring_back_initiative,
    ),
    SubjectKind(
        name=PICTURE,
        called="een foto",
        model=InitiativePicture,
        of_community=_pictures_of,
        readable=_readable_pictures,
        written_by=lambda community, user: _pictures_of(community).filter(placed_by=user, hidden_because=""),
        about=_about_picture,
        locked=locked_picture,
        put_away=put_away_picture,
        bring_back=bring_back_picture,
    ),
    SubjectKind(
        name=LESSON,
        called="een les",
        model=Lesson,
        of_community=_lessons_of,
        readable=lessons_of,
        written_by=lambda community, user: _lessons_of(community).filter(written_by=user, hidden_because=""),
        about=_about_lesson,
        locked=locked_lesson,
        put_away=put_away_lesson,
        bring_back=bring_back_lesson,
    ),
    SubjectKind(
        name=LISTING,
        called="een vraag of aanbod",
        model=Listing,
        of_community=listings_of,
        readable=_readable_listings,
        written_by=lambda community, user: listings_of(community).filter(owner=user, hidden_because=""),
        about=_about_listing,
        locked=locked_listing,
        put_away=put_away_listing,
        bring_back=bring_back_listing,
    ),
    SubjectKind(
        name=PLAN,
        called="een plan",
        model=Proposal,
        of_community=_proposals_of,
        readable=_readable_proposals,
        written_by=_proposals_by,
        about=_about_proposal,
        locked=locked_proposal,
        put_away=put_away_proposal,
        bring_back=bring_back_proposal,
    ),
)
