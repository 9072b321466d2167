from django.db import migrations, models


class Migration(migrations.Migration):
    """How chance moves a figure, and where its series breaks."""

    dependencies = [
        ('regioscan', '0002_observation_key_includes_value'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='breaks',
            field=models.JSONField(blank=True, default=list, verbose_name='breuken in de reeks'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='chance',
            field=models.CharField(blank=True, choices=[('aandeel', 'een deel van een aantal: zoveel procent'), ('gebeurtenissen', 'gebeurtenissen op een aantal: zoveel per duizend'), ('', 'geen')], default='', max_length=14, verbose_name='toeval'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='per',
            field=models.FloatField(blank=True, null=True, verbose_name='per hoeveel van de noemer'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('chance', ''), models.Q(('per__gt', 0), ('weight__isnull', False)), _connector='OR'), name='indicator_chance_has_denominator'),
        ),
    ]
