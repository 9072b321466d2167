"""Reports of trajectories, frozen when they are made."""

import django.db.models.deletion
import initiatives.models.reports
import uuid
from django.conf import settings
from django.db import migrations, models

FROZEN = """
CREATE FUNCTION initiatives_keep_trajectory_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.made_at IS NOT NULL AND (
        NEW.trajectory_id <> OLD.trajectory_id OR NEW.public_id <> OLD.public_id OR NEW.chapters <> OLD.chapters
        OR NEW.created_at <> OLD.created_at OR NEW.made_at IS DISTINCT FROM OLD.made_at
        OR NEW.pdf <> OLD.pdf OR NEW.xlsx <> OLD.xlsx OR NEW.pdf_sha256 <> OLD.pdf_sha256
        OR (NEW.after_id IS NOT NULL AND NEW.after_id IS DISTINCT FROM OLD.after_id)
    ) THEN
        RAISE EXCEPTION 'a report that is made never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER initiatives_keep_trajectory_report BEFORE UPDATE ON initiatives_trajectoryreport
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_trajectory_report();
"""
LET_GO = """
DROP TRIGGER initiatives_keep_trajectory_report ON initiatives_trajectoryreport;
DROP FUNCTION initiatives_keep_trajectory_report();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0010_promises'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrajectoryReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('chapters', models.JSONField(default=list, verbose_name='hoofdstukken')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='aangevraagd op')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='gemaakt op')),
                ('pdf', models.FileField(blank=True, upload_to=initiatives.models.reports.report_path)),
                ('xlsx', models.FileField(blank=True, upload_to=initiatives.models.reports.report_path)),
                ('pdf_size', models.PositiveIntegerField(default=0, verbose_name='grootte PDF')),
                ('xlsx_size', models.PositiveIntegerField(default=0, verbose_name='grootte XLSX')),
                ('pdf_sha256', models.CharField(blank=True, max_length=64, verbose_name='controlegetal PDF')),
                ('n_pages', models.PositiveSmallIntegerField(default=0, verbose_name='bladzijden')),
                ('after', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='initiatives.trajectoryreport', verbose_name='na')),
                ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trajectory_report', to='regioscan.job')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aangevraagd door')),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trajectory_reports', to='communities.trajectory')),
            ],
            options={
                'verbose_name': 'trajectrapport',
                'verbose_name_plural': 'trajectrapporten',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('made_at', None), models.Q(models.Q(('pdf', ''), _negated=True), models.Q(('xlsx', ''), _negated=True)), _connector='OR'), name='trajectory_report_made_has_files')],
            },
        ),
        migrations.RunSQL(FROZEN, LET_GO),
    ]
