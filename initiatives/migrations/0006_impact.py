"""The chain of an initiative, and what is measured."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0005_market'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImpactMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('output', 'wat wij doen (output)'), ('outcome', 'wat het oplevert (outcome)'), ('impact', 'wat het verandert (impact)')], max_length=8, verbose_name='plek in de keten')),
                ('name', models.CharField(max_length=140, verbose_name='wat meten wij')),
                ('unit', models.CharField(max_length=30, verbose_name='eenheid')),
                ('counts', models.CharField(choices=[('deelnames', 'deelnames: dezelfde mensen kunnen vaker tellen'), ('mensen', 'unieke deelnemers: iedereen telt één keer'), ('anders', 'iets anders dan mensen')], default='anders', max_length=10, verbose_name='wat telt')),
                ('source', models.CharField(max_length=140, verbose_name='bron')),
                ('measured_by', models.CharField(max_length=120, verbose_name='wie meet')),
                ('baseline_value', models.FloatField(blank=True, null=True, verbose_name='beginwaarde')),
                ('baseline_on', models.DateField(blank=True, null=True, verbose_name='begin gemeten op')),
                ('target_value', models.FloatField(blank=True, null=True, verbose_name='doel')),
                ('target_on', models.DateField(blank=True, null=True, verbose_name='doel op')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regioscan.indicator', verbose_name='cijfer van de regioscan waaraan dit raakt')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'maat',
                'verbose_name_plural': 'maten',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('baseline_on', None), ('baseline_value', None)), models.Q(('baseline_on__isnull', False), ('baseline_value__isnull', False)), _connector='OR'), name='measure_baseline_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('target_on', None), ('target_value', None)), models.Q(('target_on__isnull', False), ('target_value__isnull', False)), _connector='OR'), name='measure_target_has_day'), models.UniqueConstraint(models.F('initiative'), django.db.models.functions.text.Lower('name'), django.db.models.functions.text.Lower('unit'), name='measure_once_an_initiative')],
            },
        ),
        migrations.CreateModel(
            name='ChainLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('output', 'wat wij doen (output)'), ('outcome', 'wat het oplevert (outcome)'), ('impact', 'wat het verandert (impact)')], max_length=8, verbose_name='plek in de keten')),
                ('text', models.CharField(max_length=240, verbose_name='in één zin')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'schakel',
                'verbose_name_plural': 'schakels',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='chain_link_has_text')],
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='gemeten op')),
                ('value', models.FloatField(verbose_name='waarde')),
                ('remark', models.CharField(blank=True, max_length=240, verbose_name='toelichting')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measurements', to='initiatives.impactmeasure')),
            ],
            options={
                'verbose_name': 'meting van een maat',
                'verbose_name_plural': 'metingen van maten',
                'ordering': ['on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'on'), name='measurement_once_a_day')],
            },
        ),
    ]
