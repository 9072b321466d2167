"""The register: trajectories, the stakeholder map, commitments, and nominated firms."""

from django.db.models import Case, Q, Value, When

from communities.registry.kept import Erasure, Kept, not_personal

RUN = "een traject van een regio begeleiden"
PROMISE = "afspreken wie wat wanneer doet"
AT_END = "tot het einde van de community plus haar bewaartermijn"
WITHOUT_NAME = f"{AT_END}; daarna zonder naam"
OFFICIAL = "geschreven namens de community of een organisatie; wie het schreef gaat eraf"
GONE = "Gewist op verzoek van wie het schreef"
LAPSED = Case(When(state="vervallen", then=Value(GONE)), default=Value(""))
"""Who lets a promise lapse says why: the database asks for a reason, and then only."""

OF_SOMEBODY = Q(kind="persoon") | Q(user__isnull=False) | ~Q(email="") | ~Q(function="")
ABOUT_SOMEBODY = (
    Q(level="persoon") | Q(stakeholder__kind="persoon") | Q(stakeholder__user__isnull=False) | ~Q(stakeholder__email="")
)

LINES = [
    Kept(
        model="communities.Trajectory",
        holds="trajecten, met wie adviseert",
        purpose=RUN,
        owners=("advisors",),
        exports=("community__name", "name", "phase", "started_on", "ends_on"),
        erasure=Erasure.KEEP,
        because="een traject is van de community; wie vertrekt is geen adviseur meer",
        retention="zolang de community er is",
    ),
    Kept(
        model="communities.Ambition",
        holds="versies van de gedeelde ambitie, met wie ze schreef",
        purpose=RUN,
        owners=("written_by",),
        exports=("trajectory__name", "version", "text", "explanation", "created_at"),
        erasure=Erasure.KEEP,
        has_names=False,
        because=OFFICIAL,
        community="trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.AmbitionConsent",
        holds="wat een organisatie van de ambitie vindt, en wie dat namens haar zei",
        purpose=RUN,
        owners=("by",),
        exports=("ambition__trajectory__name", "organisation__name", "answer", "remark", "at"),
        erasure=Erasure.ANONYMISE,
        text_blanks={"remark": ""},
        because=OFFICIAL,
        community="ambition__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.Agreement",
        holds="afspraken over wie beslist, doet, betaalt en regisseert, met wie ze schreef",
        purpose=RUN,
        owners=("written_by",),
        exports=("trajectory__name", "version", "decides", "does", "pays", "directs", "created_at"),
        erasure=Erasure.KEEP,
        has_names=False,
        because=OFFICIAL,
        community="trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.AgreementConfirmation",
        holds="dat een organisatie de afspraken bevestigt, en wie dat namens haar deed",
        purpose=RUN,
        owners=("by",),
        exports=("agreement__trajectory__name", "organisation__name", "remark", "at"),
        erasure=Erasure.ANONYMISE,
        text_blanks={"remark": ""},
        because=OFFICIAL,
        community="agreement__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.Stakeholder",
        holds="mensen en organisaties die ertoe doen, met functie, e-mailadres, invloed en aantekeningen",
        purpose=RUN,
        owners=("user",),
        addresses=("email",),
        exports=(
            "trajectory__name",
            "name",
            "function",
            "email",
            "influence",
            "interest",
            "engagement",
            "notes",
            "created_at",
        ),
        own_names=frozenset({"name"}),
        erasure=Erasure.ANONYMISE,
        blanks={"user": None, "email": "", "function": "", "notes": ""},
        gone=Q(kind="persoon"),
        once=("trajectory", "kind", "name", "email"),
        at_end=OF_SOMEBODY,
        because="mensen worden gewist; een organisatie blijft staan, zonder wie er werkt en wat over hen geschreven is",
        community="trajectory__community",
        retention=AT_END,
    ),
    Kept(
        model="communities.Interest",
        holds="wat iemand hoopt te winnen en vreest te verliezen",
        purpose=RUN,
        owners=("stakeholder__user",),
        addresses=("stakeholder__email",),
        writers=("changed_by",),
        at_end=ABOUT_SOMEBODY,
        exports=("stakeholder__trajectory__name", "level", "hopes", "fears", "is_shared", "changed_at"),
        community="stakeholder__trajectory__community",
        retention=AT_END,
    ),
    Kept(
        model="communities.Commitment",
        holds="toezeggingen, met wie ze deed",
        purpose=PROMISE,
        owners=("person",),
        exports=(
            "community__name",
            "what",
            "starts_on",
            "due_on",
            "state",
            "lapsed_because",
            "evidence",
            "evidence_link",
            "created_at",
        ),
        erasure=Erasure.ANONYMISE,
        text_blanks={"what": GONE, "evidence": "", "evidence_link": "", "lapsed_because": LAPSED},
        community="community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.Nomination",
        holds="wie een bedrijf noemde, en waarom",
        purpose="bedrijven vinden die het beleid niet bereikt",
        owners=("nominated_by",),
        exports=("champion__name", "sector", "reason", "created_at"),
        erasure=Erasure.ANONYMISE,
        text_blanks={"reason": ""},
        community="champion__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.Champion",
        holds="genoemde bedrijven, met een e-mailadres om toestemming te vragen",
        purpose="bedrijven vinden die het beleid niet bereikt",
        addresses=("contact_email",),
        exports=("community__name", "name", "place", "contact_email", "website", "description", "consent"),
        own_names=frozenset({"name"}),
        erasure=Erasure.ANONYMISE,
        blanks={"contact_email": ""},
        because="het bedrijf blijft staan; het adres van de persoon gaat eraf",
        community="community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.ThemeReading",
        holds="wat een adviseur in de cijfers leest, met wie het schreef",
        purpose=RUN,
        owners=("written_by",),
        exports=("community__name", "version", "text", "written_at", "published_at"),
        erasure=Erasure.ANONYMISE,
        text_blanks={"text": GONE},
        unpublished=Q(published_at=None),
        because=OFFICIAL,
        community="community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="communities.Report",
        holds="wie een rapport aanvroeg; een rapport gaat over een regio en niet over mensen",
        purpose="cijfers meenemen naar een gesprek",
        owners=("requested_by",),
        where={"visibility": "eigen"},
        exports=("public_id", "region__name", "period", "benchmark", "visibility", "created_at", "made_at"),
        files=("pdf", "xlsx"),
        because="een rapport voor anderen blijft bestaan, zonder wie het aanvroeg; een eigen rapport wordt gewist",
        retention="tot iemand het account verwijdert",
    ),
    *not_personal("fasen en stappen van een traject, zonder namen", "communities.Phase", "communities.Step"),
    *not_personal(
        "wat een regio wil veranderen, zonder wie het schreef", "communities.AgendaItem", "communities.AgendaTarget"
    ),
    *not_personal("organisaties; wie er werkt staat bij het lidmaatschap", "communities.Organisation"),
]
