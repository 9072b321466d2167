"""All addresses. Floors bring their own; the roof adds what joins them."""

from allauth.socialaccount.views import login_error
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from config import (
    annotation_pages,
    api,
    community_pages,
    community_report_pages,
    desk_pages,
    group_pages,
    health,
    own_pages,
    pages,
    portfolio_pages,
    region_pages,
    report_pages,
    search_pages,
    trajectory_report_pages,
    verify_pages,
)

roof = (
    [
        path("", pages.home, name="home"),
        path("leesinstellingen/", pages.reading_settings, name="reading_settings"),
        path("account/overzicht/", pages.account, name="account"),
        path("toegankelijkheid/", pages.accessibility, name="accessibility"),
        path("privacy/", pages.privacy, name="privacy"),
        path("zoeken/", search_pages.search, name="search"),
        path("c/<slug:slug>/regioscan/rapport/", community_report_pages.community_report, name="community_report"),
        path("portefeuille/", portfolio_pages.portfolio, name="portfolio"),
        path("portefeuille.<slug:kind>", portfolio_pages.portfolio_export, name="portfolio_export"),
        path("mijn/gegevens/", own_pages.own_records, name="own_records"),
        path("mijn/gegevens/download/", own_pages.export_request, name="export_request"),
        path("mijn/gegevens/download/<uuid:export_id>/", own_pages.export_download, name="export_download"),
        path("mijn/gegevens/download/<uuid:export_id>/stand/", own_pages.export_status, name="export_status"),
        path(
            "mijn/gegevens/toestemming/<int:consent_id>/intrekken/",
            own_pages.consent_withdraw,
            name="consent_withdraw",
        ),
        path("mijn/gegevens/verwijderen/", own_pages.account_erase, name="account_erase"),
        path("patronen/", pages.pattern_page, name="pattern_page"),
        path("c/<slug:slug>/", community_pages.community_home, name="community_home"),
        path("traject/<int:trajectory_id>/", desk_pages.desk, name="desk"),
        path(
            "traject/<int:trajectory_id>/rapporten/",
            trajectory_report_pages.trajectory_reports,
            name="trajectory_reports",
        ),
        path("trajectrapporten/<uuid:public_id>/", trajectory_report_pages.trajectory_report, name="trajectory_report"),
        path(
            "trajectrapporten/<uuid:public_id>/stand/",
            trajectory_report_pages.trajectory_report_status,
            name="trajectory_report_status",
        ),
        path(
            "trajectrapporten/<uuid:public_id>/traject.<slug:kind>",
            trajectory_report_pages.trajectory_report_download,
            name="trajectory_report_download",
        ),
        path("rapporten/", report_pages.report_list, name="report_list"),
        path("rapporten/nieuw/", report_pages.report_request, name="report_request"),
        path("rapporten/<uuid:public_id>/", report_pages.report_detail, name="report_detail"),
        path("rapporten/<uuid:public_id>/stand/", report_pages.report_status, name="report_status"),
        path("rapporten/<uuid:public_id>/opnieuw/", report_pages.report_retry, name="report_retry"),
        path(
            "rapporten/<uuid:public_id>/regioscan.<slug:kind>",
            report_pages.report_download,
            name="report_download",
        ),
        path("rapporten/<uuid:public_id>/verschil/", report_pages.report_changes, name="report_changes"),
        path(
            "rapporten/<uuid:public_id>/verschil.<slug:kind>",
            report_pages.report_changes_export,
            name="report_changes_export",
        ),
        path("verifieer/", verify_pages.verify, name="verify"),
        path("regioscan/<slug:code>/duiding/", annotation_pages.annotation_list, name="annotation_list"),
        path("duidingen/<int:pk>/wijzigen/", annotation_pages.annotation_rewrite, name="annotation_rewrite"),
        path("duidingen/<int:pk>/intrekken/", annotation_pages.annotation_withdraw, name="annotation_withdraw"),
        path("regioscan/maatwerk/nieuw/", region_pages.region_define, name="region_define"),
        path("regioscan/maatwerk/<slug:code>/wijzigen/", region_pages.region_redefine, name="region_redefine"),
        path("api/v1", api.first_page, name="api"),
        path("regioscan/groepen/nieuw/", group_pages.group_request, name="group_request"),
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
        path("robots.txt", pages.robots, name="robots"),
        path(".well-known/security.txt", pages.security_contact, name="security_contact"),
    ],
    "config",
)

urlpatterns = [
    # Before the roof: /c/nieuw/ is not the front page of a community.
    path("", include("communities.urls")),
    path("", include("succesfactoren.urls")),
    path("", include("initiatives.urls")),
    path("", include(roof)),
    path("api/v1/", api.addresses),
    path("regioscan/", include("regioscan.urls")),
    # allauth forgot to open this page to people who are, by its nature, not logged in.
    path("account/3rdparty/login/error/", login_not_required(login_error)),
    path("account/", include("allauth.urls")),
    path("beheer/", admin.site.urls),
]

handler400 = "config.error_pages.bad_request"
handler403 = "config.error_pages.permission_denied"
handler404 = "config.error_pages.not_found"
handler429 = "config.error_pages.too_many_requests"
handler500 = "config.error_pages.server_error"
