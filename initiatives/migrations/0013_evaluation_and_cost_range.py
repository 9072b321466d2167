"""What voters thought of the voting, counted; and what a plan costs as a range, as fixed as the rest of the ballot."""

import django.db.models.deletion
from django.db import migrations, models

FIXED = """
CREATE OR REPLACE FUNCTION initiatives_keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM initiatives_budgetround b
        WHERE b.id IN (OLD.budget_id, NEW.budget_id) AND b.opened_at IS NOT NULL
    ) AND (
        NEW.budget_id <> OLD.budget_id OR NEW.number <> OLD.number OR NEW.state <> OLD.state
        OR NEW.cost_cents IS DISTINCT FROM OLD.cost_cents%s
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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0012_trajectory_report_check'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvaluationTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('ja', 'Ja'), ('een beetje', 'Een beetje'), ('nee', 'Nee')], max_length=12, verbose_name='antwoord')),
                ('n', models.PositiveIntegerField(default=0, verbose_name='hoe vaak')),
            ],
            options={
                'verbose_name': 'telling van wat stemmers vonden',
                'verbose_name_plural': 'tellingen van wat stemmers vonden',
            },
        ),
        migrations.AlterModelOptions(
            name='proposal',
            options={'ordering': ['number'], 'verbose_name': 'plan voor een budget', 'verbose_name_plural': 'plannen voor budgetten'},
        ),
        migrations.AddField(
            model_name='proposal',
            name='cost_from_cents',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kost minstens'),
        ),
        migrations.AddField(
            model_name='voteright',
            name='has_evaluated',
            field=models.BooleanField(default=False, verbose_name='zei wat zij van het stemmen vonden'),
        ),
        migrations.AlterField(
            model_name='budgetround',
            name='has_threshold',
            field=models.BooleanField(default=False, verbose_name='een plan heeft genoeg stemmen nodig voor wat het kost'),
        ),
        migrations.AlterField(
            model_name='budgetround',
            name='ideas_told_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='leden hoorden van plannen insturen op'),
        ),
        migrations.AlterField(
            model_name='budgetround',
            name='propose_from',
            field=models.DateTimeField(verbose_name='plannen insturen vanaf'),
        ),
        migrations.AlterField(
            model_name='budgetround',
            name='propose_until',
            field=models.DateTimeField(verbose_name='plannen insturen tot'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='cost_cents',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kost, of kost ten hoogste'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='title',
            field=models.CharField(max_length=120, verbose_name='plan'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('cost_from_cents', None), models.Q(('cost_cents__gt', models.F('cost_from_cents')), ('cost_cents__isnull', False), ('cost_from_cents__gt', 0)), _connector='OR'), name='proposal_cost_range_in_order'),
        ),
        migrations.AddField(
            model_name='evaluationtally',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluation_tallies', to='initiatives.budgetround'),
        ),
        migrations.AddConstraint(
            model_name='evaluationtally',
            constraint=models.UniqueConstraint(fields=('budget', 'answer'), name='evaluation_answer_once'),
        ),
        migrations.RunSQL(
            FIXED % " OR NEW.cost_from_cents IS DISTINCT FROM OLD.cost_from_cents", FIXED % ""
        ),
    ]
