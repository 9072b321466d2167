from django.db import migrations, models


class Migration(migrations.Migration):
    """What a report said, as plain values, to hold later figures against."""

    dependencies = [
        ('communities', '0001_users_and_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='record',
            field=models.JSONField(blank=True, null=True, verbose_name='het rapport als gegevens'),
        ),
    ]
