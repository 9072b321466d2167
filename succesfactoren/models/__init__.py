"""How strong the cooperation is: instruments, rounds, and answers that lead back to nobody."""

from succesfactoren.models.instruments import Factor, Instrument, InstrumentVersion, Statement
from succesfactoren.models.outcomes import AdvisorRating, ChosenIntervention, Conversation, Outcome
from succesfactoren.models.panel import PanelMember
from succesfactoren.models.responses import OpenAnswer, PaperSheet, Pseudonym, Response, SentMark
from succesfactoren.models.rounds import Assessment, Round, Ticket

__all__ = [
    "AdvisorRating",
    "Assessment",
    "ChosenIntervention",
    "Conversation",
    "Factor",
    "Instrument",
    "InstrumentVersion",
    "OpenAnswer",
    "Outcome",
    "PanelMember",
    "PaperSheet",
    "Pseudonym",
    "Response",
    "Round",
    "SentMark",
    "Statement",
    "Ticket",
]
