"""What is promised to who proposes and who votes, kept by the database itself."""

from django.db import migrations

# Who leaves for good is taken out of the words of others (communities.actions.traces): that may always happen. Any
# other change of words that are fixed is refused. A text that became too long by it was cut off at `most`.
LOST_NAMES = r"""
CREATE FUNCTION initiatives_only_lost_names(before text, after text, most integer) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT before = after OR CASE
        WHEN char_length(after) >= most THEN before LIKE replace(replace(replace(
            left(split_part(after, 'iemand die', 1), most - 9), '\', '\\'), '%', '\%'), '_', '\_') || '%'
        ELSE before LIKE replace(replace(replace(replace(
            after, '\', '\\'), '%', '\%'), '_', '\_'), 'iemand die vertrok', '%')
    END
$$;
"""
LET_LOST_NAMES_GO = "DROP FUNCTION initiatives_only_lost_names(text, text, integer);"

FIXED_AT_OPENING = """
CREATE FUNCTION initiatives_keep_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opened_at IS NOT NULL AND (
        NEW.amount_cents <> OLD.amount_cents OR NEW.rights <> OLD.rights OR NEW.minimum_age <> OLD.minimum_age
        OR NEW.ballot_kind <> OLD.ballot_kind OR NEW.rule <> OLD.rule OR NEW.has_threshold <> OLD.has_threshold
        OR (OLD.lot <> '[]'::jsonb AND NEW.lot <> OLD.lot)
        OR NEW.vote_from <> OLD.vote_from OR NEW.vote_until <> OLD.vote_until
        OR NEW.opened_at IS DISTINCT FROM OLD.opened_at OR NEW.community_id <> OLD.community_id
        OR NOT initiatives_only_lost_names(OLD.decides, NEW.decides, 240)
        OR NOT initiatives_only_lost_names(OLD.area, NEW.area, 120)
        OR (OLD.counted_at IS NOT NULL AND NEW.counted_at IS DISTINCT FROM OLD.counted_at)
        OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
    ) THEN
        RAISE EXCEPTION 'what was promised when voting opened is fixed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER initiatives_keep_budget BEFORE UPDATE ON initiatives_budgetround
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_budget();
"""
LET_BUDGET_GO = """
DROP TRIGGER initiatives_keep_budget ON initiatives_budgetround;
DROP FUNCTION initiatives_keep_budget();
"""

# What stands on the ballot is drawn by lot when voting opens. Where lot was drawn, nothing comes beside it.
ON_THE_BALLOT = """
CREATE FUNCTION initiatives_keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM initiatives_budgetround b
        WHERE b.id IN (OLD.budget_id, NEW.budget_id) AND b.opened_at IS NOT NULL
    ) AND (
        NEW.budget_id <> OLD.budget_id OR NEW.number <> OLD.number OR NEW.state <> OLD.state
        OR NEW.cost_cents IS DISTINCT FROM OLD.cost_cents
        OR (OLD.state = 'haalbaar' AND (NEW.hidden_because = '') <> (OLD.hidden_because = ''))
        OR NOT initiatives_only_lost_names(OLD.title, NEW.title, 120)
        OR NOT initiatives_only_lost_names(OLD.text, NEW.text, 4000)
        OR NOT initiatives_only_lost_names(OLD.place, NEW.place, 120)
    ) THEN
        RAISE EXCEPTION 'an idea never changes once voting has opened'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER initiatives_keep_proposal BEFORE UPDATE ON initiatives_proposal
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_proposal();

CREATE FUNCTION initiatives_keep_ballot_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM initiatives_budgetround b
        WHERE b.id = NEW.budget_id AND b.opened_at IS NOT NULL AND b.lot <> '[]'::jsonb
        AND NOT b.lot @> to_jsonb(NEW.number::text)
    ) THEN
        RAISE EXCEPTION 'once voting has opened nothing comes on the ballot'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER initiatives_keep_ballot_full BEFORE INSERT ON initiatives_proposal
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_ballot_full();
"""
LET_PROPOSAL_GO = """
DROP TRIGGER initiatives_keep_ballot_full ON initiatives_proposal;
DROP FUNCTION initiatives_keep_ballot_full();
DROP TRIGGER initiatives_keep_proposal ON initiatives_proposal;
DROP FUNCTION initiatives_keep_proposal();
"""

# Wiping the keys and laying the ballots down anew comes first, and then, in the same transaction, that it is counted.
COUNTED = """
CREATE FUNCTION initiatives_is_counted(bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT 1 FROM initiatives_budgetround b WHERE b.id = $1 AND b.counted_at IS NOT NULL)
$$;
CREATE FUNCTION initiatives_keep_ballots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF initiatives_is_counted(NEW.budget_id) OR (TG_OP = 'UPDATE' AND initiatives_is_counted(OLD.budget_id)) THEN
        RAISE EXCEPTION 'ballots never change once they are counted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER initiatives_keep_ballots BEFORE INSERT OR UPDATE ON initiatives_ballot
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_ballots();

CREATE FUNCTION initiatives_keep_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a result is made once' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER initiatives_keep_result BEFORE UPDATE ON initiatives_electionresult
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_result();
"""
LET_COUNTED_GO = """
DROP TRIGGER initiatives_keep_result ON initiatives_electionresult;
DROP FUNCTION initiatives_keep_result();
DROP TRIGGER initiatives_keep_ballots ON initiatives_ballot;
DROP FUNCTION initiatives_keep_ballots();
DROP FUNCTION initiatives_is_counted(bigint);
"""

# Django deletes what hangs on a row before the row itself. So whether only these go, or the whole budget, is looked at
# when the transaction ends: the trigger is deferred. WHEN is not: ballots laid down anew before counting may go.
NOT_TAKEN_AWAY = """
CREATE FUNCTION initiatives_is_opened(bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT 1 FROM initiatives_budgetround b WHERE b.id = $1 AND b.opened_at IS NOT NULL)
$$;
CREATE FUNCTION initiatives_hold_with_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM initiatives_budgetround b WHERE b.id = OLD.budget_id) THEN
        RAISE EXCEPTION 'what people voted on, and how, goes only with the budget'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER initiatives_hold_proposal AFTER DELETE ON initiatives_proposal
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (initiatives_is_opened(OLD.budget_id))
EXECUTE FUNCTION initiatives_hold_with_budget();
CREATE CONSTRAINT TRIGGER initiatives_hold_ballot AFTER DELETE ON initiatives_ballot
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (initiatives_is_counted(OLD.budget_id))
EXECUTE FUNCTION initiatives_hold_with_budget();
CREATE CONSTRAINT TRIGGER initiatives_hold_result AFTER DELETE ON initiatives_electionresult
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION initiatives_hold_with_budget();
"""
LET_TAKE_AWAY = """
DROP TRIGGER initiatives_hold_result ON initiatives_electionresult;
DROP TRIGGER initiatives_hold_ballot ON initiatives_ballot;
DROP TRIGGER initiatives_hold_proposal ON initiatives_proposal;
DROP FUNCTION initiatives_hold_with_budget();
DROP FUNCTION initiatives_is_opened(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0009_ballots'),
    ]

    operations = [
        migrations.RunSQL(LOST_NAMES, LET_LOST_NAMES_GO),
        migrations.RunSQL(FIXED_AT_OPENING, LET_BUDGET_GO),
        migrations.RunSQL(ON_THE_BALLOT, LET_PROPOSAL_GO),
        migrations.RunSQL(COUNTED, LET_COUNTED_GO),
        migrations.RunSQL(NOT_TAKEN_AWAY, LET_TAKE_AWAY),
    ]
