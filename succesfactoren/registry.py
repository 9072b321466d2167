"""The register of this floor: what rounds and the panel keep of people, and what they cannot keep."""

from django.db.models import Q

from communities.registry import Erasure, Kept, declare, not_personal

ASK = "vragen hoe het met de samenwerking gaat"
OF_THE_COMMUNITY = "het hoort bij de community; wie het opschreef gaat eraf"
WITHOUT_NAME = "tot het einde van de community plus haar bewaartermijn; daarna zonder naam"
PANEL = "bewoners vragen die daarvoor kozen"

LINES = [
    Kept(
        model="succesfactoren.Ticket",
        holds="adressen van wie is uitgenodigd, en of de toegang is gebruikt",
        purpose=ASK,
        addresses=("email",),
        exports=("round__name", "is_used"),
        erasure=Erasure.ANONYMISE,
        blanks={"email": ""},
        because="de telling van de respons blijft kloppen; het adres gaat eraf",
        community="round__assessment__trajectory__community",
        retention="het adres wordt gewist zodra de ronde sluit",
    ),
    Kept(
        model="succesfactoren.Pseudonym",
        holds="in een vertrouwelijke ronde: welke code bij welk adres hoort",
        purpose=ASK,
        addresses=("email",),
        exports=("assessment__trajectory__name", "purge_on"),
        community="assessment__trajectory__community",
        retention="tot de dag die bij het invullen is genoemd",
    ),
    Kept(
        model="succesfactoren.OpenAnswer",
        holds="antwoorden in eigen woorden, zonder wie ze gaf; er kunnen namen van mensen in staan",
        purpose=ASK,
        erasure=Erasure.KEEP,
        gone=~Q(state="getoond") | Q(round__published_at=None),
        is_frozen=True,
        because="wij weten niet van wie een antwoord is; namen streept de coördinator weg voor anderen het lezen",
        community="round__assessment__trajectory__community",
        retention="wat is weggestreept wissen wij bij het publiceren van de uitkomst, wat niet wordt getoond 30 dagen "
        "daarna; wordt de uitkomst niet gepubliceerd, dan alles bij het einde van de community na haar bewaartermijn. "
        "Wat wordt getoond, blijft staan",
    ),
    Kept(
        model="succesfactoren.PaperSheet",
        holds="wie papieren antwoorden overtypte; wat er stond wordt gewist zodra twee mensen hetzelfde typten",
        purpose=ASK,
        owners=("first_by", "second_by"),
        exports=("round__name", "number", "is_done"),
        erasure=Erasure.KEEP,
        has_names=False,
        because="de telling blijft kloppen; wie het typte gaat eraf",
        community="round__assessment__trajectory__community",
        retention="tot de ronde sluit",
    ),
    Kept(
        model="succesfactoren.AdvisorRating",
        holds="het oordeel van de adviseur over een succesfactor, met wie het gaf",
        purpose=ASK,
        owners=("by",),
        exports=("round__name", "factor__name", "level", "remark", "at"),
        erasure=Erasure.ANONYMISE,
        text_blanks={"remark": ""},
        because="het oordeel hoort bij de ronde; wie het gaf gaat eraf",
        community="round__assessment__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="succesfactoren.PanelMember",
        holds="adressen van mensen die af en toe een vraag willen krijgen, met dorp en onderwerpen",
        purpose=PANEL,
        addresses=("email",),
        exports=("community__name", "place", "agreed_to", "agreed_at", "confirmed_at"),
        community="community",
        retention="tot iemand stopt met het panel; een adres dat niet wordt bevestigd 14 dagen",
    ),
    Kept(
        model="succesfactoren.Round",
        holds="rondes, met wie ze klaarzette",
        purpose=ASK,
        owners=("created_by",),
        exports=("assessment__trajectory__name", "name", "opens_at", "closes_at", "created_at"),
        erasure=Erasure.KEEP,
        has_names=False,
        because=OF_THE_COMMUNITY,
        community="assessment__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="succesfactoren.ChosenIntervention",
        holds="wat na een ronde gekozen is om te doen, met wie het opschreef",
        purpose=ASK,
        owners=("created_by",),
        exports=("round__name", "text", "created_at"),
        erasure=Erasure.KEEP,
        has_names=False,
        because=OF_THE_COMMUNITY,
        community="round__assessment__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    Kept(
        model="succesfactoren.Conversation",
        holds="wat een groep samen antwoordde, zonder losse antwoorden, met wie het opschreef",
        purpose=ASK,
        owners=("created_by",),
        exports=("assessment__trajectory__name", "held_on", "present", "answers", "remarks", "created_at"),
        erasure=Erasure.KEEP,
        has_names=False,
        because=OF_THE_COMMUNITY,
        community="assessment__trajectory__community",
        retention=WITHOUT_NAME,
    ),
    *not_personal(
        "vragenlijsten en hun zinnen",
        "succesfactoren.Instrument",
        "succesfactoren.InstrumentVersion",
        "succesfactoren.Factor",
        "succesfactoren.Statement",
    ),
    *not_personal(
        "antwoorden zonder gebruiker, adres, tijd of volgorde; in een vertrouwelijke ronde onder een code",
        "succesfactoren.Response",
        "succesfactoren.SentMark",
    ),
    *not_personal("uitkomsten van groepen, nooit van een persoon", "succesfactoren.Outcome"),
    *not_personal("wat er gemeten wordt", "succesfactoren.Assessment"),
]

declare(*LINES)
