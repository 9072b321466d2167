"""The ballot: on the screen and on paper, its doors, and the roll."""

from django.urls import URLPattern, path

from initiatives.views import ballots, paper_ballots, vote_roll, voting

BUDGET = "c/<slug:slug>/budget/<int:budget_id>/"
VOTE = f"{BUDGET}stemmen/"
PAPER = f"{BUDGET}papier/"

urlpatterns: list[URLPattern] = [
    path("stem/", voting.code_door, name="code_door"),
    path(VOTE, voting.vote, name="vote"),
    path(f"{VOTE}biljet/", ballots.ballot, name="ballot"),
    path(f"{VOTE}bedankt/", ballots.vote_receipt, name="vote_receipt"),
    path(f"{VOTE}mening/", ballots.vote_evaluate, name="vote_evaluate"),
    path(f"{VOTE}nakijken/", ballots.receipt_check, name="receipt_check"),
    path(f"{VOTE}vergeet/", ballots.vote_forget, name="vote_forget"),
    path(f"{VOTE}link/<str:token>/", voting.vote_link, name="vote_link"),
    path(f"{BUDGET}stemcodes/", vote_roll.vote_codes, name="vote_codes"),
    path(f"{BUDGET}stemcodes/intrekken/", vote_roll.vote_codes_drop, name="vote_codes_drop"),
    path(f"{BUDGET}stemlijst/", vote_roll.voter_list, name="voter_list"),
    path(f"{BUDGET}stemlijst/voorbeeld.csv", vote_roll.voter_list_example, name="voter_list_example"),
    path(f"{BUDGET}papier.pdf", paper_ballots.paper_ballots_pdf, name="paper_ballots_pdf"),
    path(PAPER, paper_ballots.paper_ballot_list, name="paper_ballot_list"),
    path(f"{PAPER}uitdelen/", paper_ballots.paper_hand_out, name="paper_hand_out"),
    path(f"{PAPER}<int:number>/", paper_ballots.paper_ballot, name="paper_ballot"),
    path(f"{PAPER}<int:number>/beslissen/", paper_ballots.paper_ballot_settle, name="paper_ballot_settle"),
    path(f"{PAPER}<int:number>/wissen/", paper_ballots.paper_ballot_drop, name="paper_ballot_drop"),
]
