"""The code by which a report can be verified, and what it is found by; room for the code of an own group."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_report_record")]

    operations = [
        migrations.AlterField(
            model_name="report", name="benchmark", field=models.CharField(max_length=60, verbose_name="vergelijken met")
        ),
        migrations.AddField(
            model_name="report",
            name="check_code",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="controlecode"),
        ),
        migrations.AddIndex(model_name="report", index=models.Index(fields=["pdf_sha256"], name="report_pdf_sha256")),
        migrations.AddIndex(model_name="report", index=models.Index(fields=["check_code"], name="report_check_code")),
    ]
