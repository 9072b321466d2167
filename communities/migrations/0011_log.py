"""The log of who did and saw what; the database itself refuses every change."""

from django.db import migrations, models


KEEP = """
CREATE FUNCTION communities_keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER communities_keep_log BEFORE UPDATE OR DELETE ON communities_logentry
FOR EACH ROW EXECUTE FUNCTION communities_keep_log();
"""
LET_GO = """
DROP TRIGGER communities_keep_log ON communities_logentry;
DROP FUNCTION communities_keep_log();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0010_notices_and_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='wanneer')),
                ('community_id', models.BigIntegerField(blank=True, null=True, verbose_name='community')),
                ('actor_id', models.BigIntegerField(blank=True, null=True, verbose_name='wie')),
                ('action', models.CharField(max_length=60, verbose_name='wat')),
                ('object_kind', models.CharField(max_length=60, verbose_name='waarop')),
                ('object_id', models.CharField(blank=True, max_length=60, verbose_name='welke')),
                ('result', models.CharField(choices=[('gelukt', 'gelukt'), ('geweigerd', 'geweigerd')], default='gelukt', max_length=10, verbose_name='uitkomst')),
                ('origin', models.CharField(blank=True, max_length=45, verbose_name='vanwaar')),
            ],
            options={
                'verbose_name': 'logregel',
                'verbose_name_plural': 'logboek',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['community_id', '-at'], name='log_of_community'), models.Index(fields=['actor_id', '-at'], name='log_of_actor')],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
