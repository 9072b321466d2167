"""A match is called «afspraak» wherever it is read, also in the log."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0014_hiding"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="match",
            options={
                "ordering": ["-created_at", "-pk"], "verbose_name": "afspraak", "verbose_name_plural": "afspraken"
            },
        ),
    ]
