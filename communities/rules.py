"""The law on one page: who may do what. Always asked through `user.has_perm`, so all follow the same law."""

from rules import add_perm, is_active, is_authenticated, is_staff, predicate

from communities.models import Report, User

is_administrator = is_active & is_staff
has_account = is_authenticated & is_active


@predicate
def is_owner(user: User, report: Report) -> bool:
    """The person who asked for the report."""
    return report.requested_by_id == user.pk


@predicate
def is_public(_: User, report: Report) -> bool:
    """Asked for as a report for everyone."""
    return report.visibility == Report.Visibility.PUBLIC


@predicate
def is_made(_: User, report: Report) -> bool:
    """The files are there and will not change any more."""
    return report.made_at is not None


sees_report = is_administrator | (has_account & is_owner) | (is_public & (is_made | has_account))
"""A public report that is still being made is seen by people with an account: any of them may be waiting for it."""

add_perm("communities.request_report", has_account)
add_perm("communities.see_report", sees_report)
add_perm("communities.download_report", sees_report & is_made)
add_perm("communities.retry_report", is_administrator | (has_account & is_owner))

# Beside the computed findings stands what somebody made of them. Who advises a community may do so there as well.
may_annotate = is_administrator
add_perm("communities.annotate_region", may_annotate)

# A custom region is public and has one name for everybody. Who advises or coordinates a community may define one as
# soon as there are communities; until then only the administrator.
may_define = is_administrator
add_perm("communities.define_region", may_define)

# What the administrator's pages ask Django for: looking, and handing in, publishing or refusing deliveries.
add_perm("regioscan", is_administrator)
add_perm("regioscan.import_figures", is_administrator)
for model in ("region", "theme", "indicator", "indicatorkey", "source", "snapshot", "job"):
    add_perm(f"regioscan.view_{model}", is_administrator)
