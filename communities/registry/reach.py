"""The register: how people are told things, and the log."""

from communities.registry.kept import Erasure, Kept

TELL = "iemand laten weten wat voor hem of haar bedoeld is"

LINES = [
    Kept(
        model="communities.Notice",
        holds="meldingen die voor iemand klaarstaan",
        purpose=TELL,
        owners=("user",),
        exports=("community__name", "kind", "created_at", "read_at"),
        community="community",
        is_worded_by_site=True,
        retention="een jaar",
    ),
    Kept(
        model="communities.NotificationChoice",
        holds="welke mails iemand wil",
        purpose=TELL,
        owners=("user",),
        exports=("kind", "channel", "changed_at"),
    ),
    Kept(
        model="communities.Letter",
        holds="mails die onderweg zijn of verzonden; de tekst wordt gewist zodra de mail verzonden is",
        purpose=TELL,
        owners=("user",),
        addresses=("address",),
        exports=("community__name", "kind", "address", "state", "created_at", "sent_at"),
        community="community",
        is_worded_by_site=True,
        retention="90 dagen",
    ),
    Kept(
        model="communities.Digest",
        holds="dat iemand een weekoverzicht kreeg",
        purpose=TELL,
        owners=("user",),
        exports=("week", "n_items", "made_at"),
        retention="een jaar",
    ),
    Kept(
        model="communities.LogEntry",
        holds="wie wat deed of bekeek, met een nummer in plaats van een naam en zonder woorden van mensen",
        purpose="nagaan wie wat deed (Baseline Informatiebeveiliging Overheid)",
        owners=("actor_id",),
        exports=("at", "action", "object_kind", "result", "origin"),
        erasure=Erasure.KEEP,
        because="een logboek dat te wissen is, bewijst niets; het nummer leidt na het wissen naar niemand meer",
        retention="een jaar; de database weigert wijzigen en eerder wissen",
        is_frozen=True,
    ),
]
