"""What this floor adds to the calendars of communities; imported when the site starts."""

from communities.calendars.added_days import declare
from initiatives.calendars.budgets import days_of_budgets

declare(days_of_budgets)
