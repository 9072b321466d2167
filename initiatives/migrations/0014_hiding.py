"""Pictures and lessons can be hidden; and words of a plan can be taken away, once voting has opened too, for good."""

from django.db import migrations, models

# What people vote on keeps its number, its cost and its name, whoever leaves or is hurt by a word. Its text can be
# taken away, for these words and no others, and then the place with it; of what is not on the ballot the name can too.
FIXED = """
CREATE OR REPLACE FUNCTION initiatives_keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM initiatives_budgetround b
        WHERE b.id IN (OLD.budget_id, NEW.budget_id) AND b.opened_at IS NOT NULL
    ) AND (
        NEW.budget_id <> OLD.budget_id OR NEW.number <> OLD.number OR NEW.state <> OLD.state
        OR NEW.cost_cents IS DISTINCT FROM OLD.cost_cents
        OR NEW.cost_from_cents IS DISTINCT FROM OLD.cost_from_cents
        OR (OLD.state = 'haalbaar' AND (NEW.hidden_because = '') <> (OLD.hidden_because = ''))
        OR NOT (initiatives_only_lost_names(OLD.title, NEW.title, 120){title})
        OR NOT (initiatives_only_lost_names(OLD.text, NEW.text, 4000){text})
        OR NOT (initiatives_only_lost_names(OLD.place, NEW.place, 120){place})
    ) THEN
        RAISE EXCEPTION 'an idea never changes once voting has opened'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
WORDS = "('Gewist op verzoek van wie het schreef', 'Weggehaald door een coördinator')"
NOT_ON_BALLOT = "(OLD.state <> 'haalbaar' OR OLD.hidden_because <> '')"


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_evaluation_and_cost_range'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiativepicture',
            name='hidden_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='waarom verborgen'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='hidden_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='waarom verborgen'),
        ),
        migrations.RunSQL(
            FIXED.format(
                title=f" OR (NEW.title IN {WORDS} AND {NOT_ON_BALLOT})",
                text=f" OR NEW.text IN {WORDS}",
                place=f" OR (NEW.place = '' AND NEW.text IN {WORDS})",
            ),
            FIXED.format(title="", text="", place=""),
        ),
    ]
