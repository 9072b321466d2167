"""What happens by the clock: which task, and how often. The tasks themselves are in `config.tasks`."""

from typing import Any

from celery.schedules import crontab

# A tick that nobody picked up is worth nothing once the next one is there.
EXPIRES = {"expires": 30}


def schedule(*, sweep_seconds: float) -> dict[str, dict[str, Any]]:
    """The entries of the beat; `sweep_seconds` is how often jobs are looked for that no worker holds any more."""
    sweep = {"schedule": sweep_seconds, "options": EXPIRES}
    return {
        "requeue-expired-jobs": sweep | {"task": "config.tasks.requeue_expired_jobs"},
        "worker-heartbeat": {"task": "config.tasks.note_heartbeat", "schedule": 30.0, "options": EXPIRES},
        # Every few hours: each reminder goes out once, and a machine that stood still catches up the same day.
        "remind-of-commitments": {"task": "config.tasks.remind_of_commitments", "schedule": 4 * 3600.0},
        # A friendly mail comes in the morning; who is quiet today is so tomorrow, if this morning was missed.
        "ask-quiet-initiatives": {
            "task": "config.tasks.ask_quiet_initiatives",
            "schedule": crontab(hour=9, minute=30),
        },
        "keep-retention": {"task": "config.tasks.keep_retention", "schedule": 24 * 3600.0},
        "forget-panel-requests": {"task": "config.tasks.forget_panel_requests", "schedule": 24 * 3600.0},
        "forget-old-sessions": {"task": "config.tasks.forget_old_sessions", "schedule": 24 * 3600.0},
        "remind-of-events": {"task": "config.tasks.remind_of_events", "schedule": 1800.0, "options": EXPIRES},
        "announce-posts": {"task": "config.tasks.announce_scheduled_posts", "schedule": 60.0, "options": EXPIRES},
        "tell-followers": {"task": "config.tasks.tell_followers", "schedule": 300.0, "options": EXPIRES},
        "thank-for-examples": {"task": "config.tasks.thank_for_examples", "schedule": 3600.0},
        "open-rounds": {"task": "config.tasks.open_rounds", "schedule": 60.0, "options": EXPIRES},
        "close-rounds": {"task": "config.tasks.close_rounds", "schedule": 60.0, "options": EXPIRES},
        # How often says for how long an open anonymous round shows the database in which order answers came (ADR 0016).
        "mix-rounds": {"task": "config.tasks.mix_rounds", "schedule": 3600.0},
        "tell-of-budgets": {"task": "config.tasks.tell_of_budgets", "schedule": 300.0, "options": EXPIRES},
        "send-vote-links": {"task": "config.tasks.send_vote_links", "schedule": 60.0, "options": EXPIRES},
        "remind-of-ballots": {"task": "config.tasks.remind_of_ballots", "schedule": 1800.0, "options": EXPIRES},
        "count-budgets": {"task": "config.tasks.count_budgets", "schedule": 3600.0},
        "purge-pseudonyms": {"task": "config.tasks.purge_pseudonyms", "schedule": 4 * 3600.0},
        "forget-answers": {"task": "config.tasks.forget_answers", "schedule": 4 * 3600.0},
        "ask-about-matches": {"task": "config.tasks.ask_about_matches", "schedule": crontab(hour=10, minute=0)},
        "send-letters": {"task": "config.tasks.send_letters", "schedule": 30.0, "options": EXPIRES},
        # The digest is of the week that began on Monday at eight. It is asked for every morning, for who did not get it
        # yet: so a Monday that was missed is made up for.
        "send-digests": {"task": "config.tasks.send_digests", "schedule": crontab(hour=8, minute=0)},
    }
