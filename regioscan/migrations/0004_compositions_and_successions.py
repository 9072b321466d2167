import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Custom regions, successions of regions, and how values were calculated."""

    dependencies = [
        ('regioscan', '0003_chance_and_breaks'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('kind', 'maatwerk'), ('valid_to', None)), name='region_custom_name_once'),
        ),
        migrations.AlterField(
            model_name='observation',
            name='status',
            field=models.SmallIntegerField(choices=[(1, 'definitief'), (2, 'voorlopig'), (3, 'geschat met een model'), (4, 'door ons berekend uit de delen'), (5, 'geschat met aandelen van de adressen'), (10, 'onderdrukt'), (11, 'ontbreekt'), (12, 'niet van toepassing'), (13, 'geen noemer')]),
        ),
        migrations.AlterField(
            model_name='source',
            name='delivers',
            field=models.CharField(choices=[('regios', "regio's"), ('grenzen', 'grenzen'), ('cijfers', 'cijfers'), ('opvolging', 'herindelingen')], max_length=10, verbose_name='levert'),
        ),
        migrations.CreateModel(
            name='Calculation',
            fields=[
                ('pk', models.CompositePrimaryKey('indicator_id', 'period', 'region_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('period', models.SmallIntegerField()),
                ('share', models.FloatField(verbose_name='bekend deel')),
                ('n_parts', models.PositiveIntegerField(verbose_name='delen')),
                ('n_known', models.PositiveIntegerField(verbose_name='delen met een waarde')),
                ('rounding_error', models.FloatField(null=True, verbose_name='fout door afronden')),
                ('low', models.FloatField(null=True, verbose_name='laagste deel')),
                ('high', models.FloatField(null=True, verbose_name='hoogste deel')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.indicator')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.region')),
            ],
            options={
                'verbose_name': 'berekening',
                'verbose_name_plural': 'berekeningen',
                'constraints': [models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 1)), name='calculation_share')],
            },
        ),
        migrations.CreateModel(
            name='Composition',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('reason', models.CharField(max_length=300, verbose_name='waarom')),
                ('made_by', models.CharField(max_length=200, verbose_name='gemaakt door')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('members', models.ManyToManyField(related_name='+', to='regioscan.region', verbose_name='delen')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='compositions', to='regioscan.region')),
            ],
            options={
                'verbose_name': 'samenstelling',
                'verbose_name_plural': 'samenstellingen',
                'ordering': ['region', '-version'],
                'constraints': [models.UniqueConstraint(fields=('region', 'version'), name='composition_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='met ingang van')),
                ('share', models.FloatField(verbose_name='aandeel')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='regioscan.region')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='regioscan.region')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regioscan.snapshot')),
            ],
            options={
                'verbose_name': 'opvolging',
                'verbose_name_plural': 'opvolgingen',
                'ordering': ['on', 'old', 'new'],
                'constraints': [models.UniqueConstraint(fields=('old', 'new', 'on'), name='succession_once'), models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 1)), name='succession_share'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='succession_not_itself')],
            },
        ),
    ]
