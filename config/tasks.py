"""Tasks are three lines: take ids, fetch, call an action. Sending one never breaks the page that asked for it."""

import logging
import threading
import time

from django.core.management import call_command
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from communities.actions import commitment_reminders, stream
from communities.actions.digest import send_digests as send_weekly_digests
from communities.actions.events import remind_of_events as remind_of_coming_events
from communities.actions.letters import send_letters as send_due_letters
from communities.actions.retention import keep_to_retention
from config import heartbeat, jobs
from config.celery import app
from initiatives.actions import adoption, counting, linked, matches, quiet, vote_roll, voting
from initiatives.actions.budget_news import tell_due_members
from regioscan import job_actions
from succesfactoren.actions import mixing, rounds
from succesfactoren.actions.open_answers import forget_hidden_answers
from succesfactoren.actions.panel import forget_unconfirmed

logger = logging.getLogger(__name__)

# Two tries must fit in half a second, also when the broker takes the connection and then says nothing.
QUICK = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0, "interval_start": 0}
PAUSE_SECONDS = 10.0
BROKER_ERRORS = (KombuError, RedisError, OSError)


class Sender:
    """Hands job numbers to the broker over one connection per thread, and leaves it alone for a while when it is away.

    Nothing is lost by that: the row is in PostgreSQL, and the sweep sends what was not sent.
    """

    def __init__(self) -> None:
        self._local = threading.local()
        self._resume_at = 0.0

    def send(self, job_id: int) -> bool:
        """True when the broker has accepted the message."""
        if time.monotonic() < self._resume_at:
            return False
        try:
            self._publish_over_fresh_connection_if_needed(job_id)
        except BROKER_ERRORS as error:
            self._resume_at = time.monotonic() + PAUSE_SECONDS
            logger.warning("broker away, job waits in the database", extra={"job": job_id, "error": str(error)})
            return False
        return True

    def _publish_over_fresh_connection_if_needed(self, job_id: int) -> None:
        try:
            self._publish(job_id)
        except BROKER_ERRORS:
            if not self._forget():
                raise
            self._publish(job_id)

    def _publish(self, job_id: int) -> None:
        producer = getattr(self._local, "producer", None)
        if producer is None:
            connection = app.connection_for_write(transport_options=QUICK, connect_timeout=0.2)
            self._local.connection = connection
            producer = app.amqp.Producer(connection)
            self._local.is_used = False
        run_job.apply_async((job_id,), producer=producer, retry=False)
        self._local.producer = producer

    def _forget(self) -> bool:
        """Drop the connection; True when it had worked before, so that it was perhaps only the connection."""
        had_worked = getattr(self._local, "producer", None) is not None
        self._local.producer = None
        self._local.connection.release()
        return had_worked


_sender = Sender()


def send(job_id: int) -> bool:
    """Ask a worker to do this job. Call it after commit; when the broker is away the job simply starts later."""
    if not _sender.send(job_id):
        return False
    job_actions.note_sent(job_id=job_id)
    return True


@app.task
def run_job(job_id: int) -> None:
    """Do one job, if nobody else has."""
    jobs.carry_out(job_id)


@app.task
def requeue_expired_jobs() -> None:
    """Send what lost workers and lost messages left behind."""
    for job_id in job_actions.requeue_expired():
        send(job_id)


@app.task
def forget_old_sessions() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions")


@app.task
def note_heartbeat() -> None:
    """Let /readyz see that beat and a worker are alive."""
    heartbeat.note()


@app.task
def keep_retention() -> None:
    """Warn, make anonymous and remove what was kept long enough."""
    keep_to_retention()


@app.task
def forget_panel_requests() -> None:
    """Remove who asked to join a panel and did not confirm the address in time."""
    forget_unconfirmed()


@app.task
def send_letters() -> None:
    """Bring the post that is due to the mail server."""
    send_due_letters()


@app.task
def remind_of_events() -> None:
    """Remind who comes of what begins within a day."""
    remind_of_coming_events()


@app.task
def remind_of_commitments() -> None:
    """Remind people of what they promised, a week before and a day after."""
    commitment_reminders.remind_of_commitments()


@app.task
def ask_quiet_initiatives() -> None:
    """Ask how it goes with initiatives of which nothing was heard for 45 days."""
    quiet.ask_quiet_initiatives()


@app.task
def tell_followers() -> None:
    """Tell who follows an initiative of the news that was let through."""
    linked.tell_followers_of_released()


@app.task
def thank_for_examples() -> None:
    """Thank for the examples that were taken over and placed lately."""
    adoption.thank_for_placed_examples()


@app.task
def announce_scheduled_posts() -> None:
    """Announce the posts of which the moment has come."""
    stream.announce_scheduled_posts()


@app.task
def send_digests() -> None:
    """Put the weekly digest in the post for who did not get it yet."""
    send_weekly_digests()


@app.task
def open_rounds() -> None:
    """Open the planned rounds of which the moment has come."""
    rounds.open_due_rounds()


@app.task
def close_rounds() -> None:
    """Close the rounds that are over, and make their outcomes."""
    rounds.close_due_rounds()


@app.task
def mix_rounds() -> None:
    """Lay the answers of open anonymous rounds down anew, and take away how they lay before."""
    mixing.mix_open_rounds()
    mixing.sweep_up()


@app.task
def purge_pseudonyms() -> None:
    """Wipe which code belongs to which address, on the day that was promised."""
    rounds.purge_pseudonyms()


@app.task
def forget_answers() -> None:
    """Wipe answers in words that are not shown, some time after the result was published."""
    forget_hidden_answers()


@app.task
def tell_of_budgets() -> None:
    """Tell members of budgets for which they can send in ideas, or vote, from now."""
    tell_due_members()


@app.task
def ask_about_matches() -> None:
    """Ask both sides of what was agreed on the board whether it worked."""
    matches.ask_about_matches()


@app.task
def send_vote_links() -> None:
    """Mail the link to vote with to who stands on a list and did not get it yet."""
    vote_roll.send_due_links()


@app.task
def remind_of_ballots() -> None:
    """Remind who chose and did not send, in the last two days of a vote."""
    voting.remind_of_drafts()


@app.task
def count_budgets() -> None:
    """Count the votes that ended some days ago and nobody counted, and take away how the rows lay before."""
    counting.count_due_budgets()
    counting.sweep_up()
