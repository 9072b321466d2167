"""Vraag en aanbod, matches and the market of a meeting."""

from django.urls import URLPattern, path

from initiatives.views import listings, markets, matches

BOARD = "c/<slug:slug>/vraag-en-aanbod"
ONE = f"{BOARD}/<int:listing_id>/"
MATCH = "c/<slug:slug>/afspraken/<int:match_id>/"
MARKET = "c/<slug:slug>/beursvloer/<int:market_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{BOARD}/", listings.listing_list, name="listing_list"),
    path(f"{BOARD}.csv", listings.listing_list_export, {"kind": "csv"}, name="listing_list_csv"),
    path(f"{BOARD}.xlsx", listings.listing_list_export, {"kind": "xlsx"}, name="listing_list_xlsx"),
    path(f"{BOARD}.json", listings.listing_list_export, {"kind": "json"}, name="listing_list_json"),
    path(f"{BOARD}/nieuw/", listings.listing_new, name="listing_new"),
    path(ONE, listings.listing_detail, name="listing_detail"),
    path(f"{ONE}wijzigen/", listings.listing_edit, name="listing_edit"),
    path(f"{ONE}sluiten/", listings.listing_close, name="listing_close"),
    path(f"{ONE}verbergen/", listings.listing_hide, name="listing_hide"),
    path(f"{ONE}reageren/", matches.listing_answer, name="listing_answer"),
    path(f"{BOARD}/mijn/", matches.match_list, name="match_list"),
    path(MATCH, matches.match_detail, name="match_detail"),
    path(f"{MATCH}voorstel/", matches.match_propose, name="match_propose"),
    path(f"{MATCH}akkoord/", matches.match_agree, name="match_agree"),
    path(f"{MATCH}bericht/", matches.match_write, name="match_write"),
    path(f"{MATCH}afloop/", matches.match_outcome, name="match_outcome"),
    path("c/<slug:slug>/beursvloer/", markets.market_list, name="market_list"),
    path("c/<slug:slug>/beursvloer/nieuw/", markets.market_new, name="market_new"),
    path(MARKET, markets.market_detail, name="market_detail"),
    path(f"{MARKET}wijzigen/", markets.market_edit, name="market_edit"),
    path(f"{MARKET}qr.svg", markets.market_qr, {"kind": "svg"}, name="market_qr"),
    path(f"{MARKET}afspraak/", markets.deal_new, name="deal_new"),
]
