"""The code by which somebody finds a report of a trajectory again; as fixed as the rest of it."""

from django.db import migrations, models

FIXED = """
CREATE OR REPLACE FUNCTION initiatives_keep_trajectory_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.made_at IS NOT NULL AND (
        NEW.trajectory_id <> OLD.trajectory_id OR NEW.public_id <> OLD.public_id OR NEW.chapters <> OLD.chapters
        OR NEW.created_at <> OLD.created_at OR NEW.made_at IS DISTINCT FROM OLD.made_at
        OR NEW.pdf <> OLD.pdf OR NEW.xlsx <> OLD.xlsx OR NEW.pdf_sha256 <> OLD.pdf_sha256%s
        OR (NEW.after_id IS NOT NULL AND NEW.after_id IS DISTINCT FROM OLD.after_id)
    ) THEN
        RAISE EXCEPTION 'a report that is made never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0011_trajectory_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="trajectoryreport",
            name="check_code",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="controlecode"),
        ),
        migrations.AddIndex(
            model_name="trajectoryreport",
            index=models.Index(fields=["pdf_sha256"], name="trajectory_report_pdf_sha256"),
        ),
        migrations.AddIndex(
            model_name="trajectoryreport",
            index=models.Index(fields=["check_code"], name="trajectory_report_check_code"),
        ),
        migrations.RunSQL(FIXED % " OR NEW.check_code <> OLD.check_code", FIXED % ""),
    ]
