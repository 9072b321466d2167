import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Margins that a source published."""

    dependencies = [
        ('regioscan', '0004_compositions_and_successions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Margin',
            fields=[
                ('pk', models.CompositePrimaryKey('indicator_id', 'period', 'region_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('period', models.SmallIntegerField()),
                ('low', models.FloatField(verbose_name='ondergrens')),
                ('high', models.FloatField(verbose_name='bovengrens')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.indicator')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.region')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.snapshot')),
            ],
            options={
                'verbose_name': 'marge',
                'verbose_name_plural': 'marges',
                'constraints': [models.CheckConstraint(condition=models.Q(('low__lte', models.F('high'))), name='margin_low_to_high')],
            },
        ),
    ]
