"""What is promised to who answers, kept by the database itself."""

from django.db import migrations

FIXED_AT_OPENING = """
CREATE FUNCTION succesfactoren_keep_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.opened_at IS NOT NULL AND (
        NEW.mode <> OLD.mode OR NEW.version_id <> OLD.version_id OR NEW.assessment_id <> OLD.assessment_id
        OR NEW.opened_at IS DISTINCT FROM OLD.opened_at OR NEW.minimum_group < OLD.minimum_group
        OR NEW.minimum_detail < OLD.minimum_detail OR NEW.group_questions <> OLD.group_questions
        OR NEW.purge_on > OLD.purge_on OR (OLD.purge_on IS NOT NULL AND NEW.purge_on IS NULL)
        OR NEW.merges_doors <> OLD.merges_doors OR NEW.audience <> OLD.audience
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
    ) THEN
        RAISE EXCEPTION 'what was promised when the round opened is fixed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.opened_at IS NOT NULL AND OLD.closed_at IS NULL AND OLD.mode = 'vertrouwelijk'
        AND (NEW.closes_at < OLD.closes_at OR NEW.closed_at < OLD.closes_at)
        AND EXISTS (SELECT 1 FROM succesfactoren_ticket t WHERE t.round_id = OLD.id)
    THEN
        RAISE EXCEPTION 'until its end people may take back what they answered in a confidential round'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER succesfactoren_keep_round BEFORE UPDATE ON succesfactoren_round
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_round();
"""
LET_ROUND_GO = """
DROP TRIGGER succesfactoren_keep_round ON succesfactoren_round;
DROP FUNCTION succesfactoren_keep_round();
"""

SETTLED = """
CREATE FUNCTION succesfactoren_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a settled version never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER succesfactoren_keep_version BEFORE UPDATE ON succesfactoren_instrumentversion
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_version();

CREATE FUNCTION succesfactoren_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM succesfactoren_instrumentversion v
        WHERE v.settled_at IS NOT NULL
        AND (v.id = NEW.version_id OR (TG_OP = 'UPDATE' AND v.id = OLD.version_id))
    ) THEN
        RAISE EXCEPTION 'a settled version never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER succesfactoren_keep_words BEFORE INSERT OR UPDATE ON succesfactoren_factor
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_words();
CREATE TRIGGER succesfactoren_keep_words BEFORE INSERT OR UPDATE ON succesfactoren_statement
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_words();
"""
LET_VERSION_GO = """
DROP TRIGGER succesfactoren_keep_words ON succesfactoren_statement;
DROP TRIGGER succesfactoren_keep_words ON succesfactoren_factor;
DROP FUNCTION succesfactoren_keep_words();
DROP TRIGGER succesfactoren_keep_version ON succesfactoren_instrumentversion;
DROP FUNCTION succesfactoren_keep_version();
"""

# Django deletes what hangs on a row before the row itself, and PostgreSQL the other way round. So whether only the words
# go, or the whole of which they are part, is looked at when the transaction ends: the trigger is deferred. WHEN is not:
# a sentence of a draft may be taken away and the draft settled in one transaction.
NOT_TAKEN_AWAY = """
CREATE FUNCTION succesfactoren_is_settled(bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT 1 FROM succesfactoren_instrumentversion v WHERE v.id = $1 AND v.settled_at IS NOT NULL
    )
$$;
CREATE FUNCTION succesfactoren_hold_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM succesfactoren_instrumentversion v WHERE v.id = OLD.version_id) THEN
        RAISE EXCEPTION 'the words of a settled version go only with the version'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER succesfactoren_hold_words AFTER DELETE ON succesfactoren_factor
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (succesfactoren_is_settled(OLD.version_id))
EXECUTE FUNCTION succesfactoren_hold_words();
CREATE CONSTRAINT TRIGGER succesfactoren_hold_words AFTER DELETE ON succesfactoren_statement
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (succesfactoren_is_settled(OLD.version_id))
EXECUTE FUNCTION succesfactoren_hold_words();

CREATE FUNCTION succesfactoren_hold_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM succesfactoren_instrument i WHERE i.id = OLD.instrument_id) THEN
        RAISE EXCEPTION 'a settled version goes only with its instrument'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER succesfactoren_hold_version AFTER DELETE ON succesfactoren_instrumentversion
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL)
EXECUTE FUNCTION succesfactoren_hold_version();

CREATE FUNCTION succesfactoren_hold_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM succesfactoren_round r WHERE r.id = OLD.round_id) THEN
        RAISE EXCEPTION 'an outcome goes only with its round' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER succesfactoren_hold_outcome AFTER DELETE ON succesfactoren_outcome
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION succesfactoren_hold_outcome();
"""
LET_TAKE_AWAY = """
DROP TRIGGER succesfactoren_hold_outcome ON succesfactoren_outcome;
DROP FUNCTION succesfactoren_hold_outcome();
DROP TRIGGER succesfactoren_hold_version ON succesfactoren_instrumentversion;
DROP FUNCTION succesfactoren_hold_version();
DROP TRIGGER succesfactoren_hold_words ON succesfactoren_statement;
DROP TRIGGER succesfactoren_hold_words ON succesfactoren_factor;
DROP FUNCTION succesfactoren_hold_words();
DROP FUNCTION succesfactoren_is_settled(bigint);
"""

NAMELESS = """
CREATE FUNCTION succesfactoren_keep_nameless() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.code IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM succesfactoren_round r WHERE r.id = NEW.round_id AND r.mode = 'vertrouwelijk'
    ) THEN
        RAISE EXCEPTION 'an answer in an anonymous round has no code'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER succesfactoren_keep_nameless BEFORE INSERT OR UPDATE ON succesfactoren_response
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_nameless();
CREATE TRIGGER succesfactoren_keep_nameless BEFORE INSERT OR UPDATE ON succesfactoren_openanswer
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_nameless();
"""
LET_NAMELESS_GO = """
DROP TRIGGER succesfactoren_keep_nameless ON succesfactoren_openanswer;
DROP TRIGGER succesfactoren_keep_nameless ON succesfactoren_response;
DROP FUNCTION succesfactoren_keep_nameless();
"""

FROZEN = """
CREATE FUNCTION succesfactoren_keep_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an outcome is made once' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER succesfactoren_keep_outcome BEFORE UPDATE ON succesfactoren_outcome
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_outcome();
"""
LET_OUTCOME_GO = """
DROP TRIGGER succesfactoren_keep_outcome ON succesfactoren_outcome;
DROP FUNCTION succesfactoren_keep_outcome();
"""

PUBLISHED = """
CREATE FUNCTION succesfactoren_keep_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'achtergehouden' AND NOT (
        NEW.state = OLD.state AND NEW.shown_text = OLD.shown_text AND NEW.text = OLD.text
    ) AND EXISTS (
        SELECT 1 FROM succesfactoren_round r WHERE r.id = NEW.round_id AND r.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'after publication an open answer can only be withheld'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER succesfactoren_keep_shown BEFORE UPDATE ON succesfactoren_openanswer
FOR EACH ROW EXECUTE FUNCTION succesfactoren_keep_shown();
"""
LET_PUBLISHED_GO = """
DROP TRIGGER succesfactoren_keep_shown ON succesfactoren_openanswer;
DROP FUNCTION succesfactoren_keep_shown();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('succesfactoren', '0005_panel'),
    ]

    operations = [
        migrations.RunSQL(FIXED_AT_OPENING, LET_ROUND_GO),
        migrations.RunSQL(SETTLED, LET_VERSION_GO),
        migrations.RunSQL(NAMELESS, LET_NAMELESS_GO),
        migrations.RunSQL(FROZEN, LET_OUTCOME_GO),
        migrations.RunSQL(PUBLISHED, LET_PUBLISHED_GO),
        migrations.RunSQL(NOT_TAKEN_AWAY, LET_TAKE_AWAY),
    ]
