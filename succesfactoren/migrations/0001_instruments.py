"""Instruments in versions, with their factors and statements."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0019_privacy'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, verbose_name='adres')),
                ('purpose', models.CharField(choices=[('succesfactoren', 'de zeven succesfactoren'), ('pols', 'korte pols'), ('actie', 'hoe een initiatief ervoor staat'), ('organisatiekracht', 'organisatiekracht van bewoners'), ('samenwerking', 'voorwaarden voor samenwerking'), ('eigen', 'eigen vragenlijst')], default='eigen', max_length=20, verbose_name='soort')),
                ('is_offered', models.BooleanField(default=True, verbose_name='wordt aangeboden')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='instruments', to='communities.community')),
            ],
            options={
                'verbose_name': 'vragenlijst',
                'verbose_name_plural': 'vragenlijsten',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('community', 'slug'), name='instrument_once_per_community', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('community', None), ('purpose', 'eigen'), _connector='XOR'), name='instrument_own_has_community')],
            },
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('tagline', models.CharField(blank=True, max_length=160, verbose_name='ondertitel')),
                ('audience', models.CharField(blank=True, max_length=400, verbose_name='voor wie')),
                ('intro', models.TextField(blank=True, max_length=2000, verbose_name='inleiding')),
                ('about', models.TextField(blank=True, max_length=2000, verbose_name='bronnen')),
                ('is_about_us', models.BooleanField(default=True, help_text='Alleen dan zegt eensgezindheid iets.', verbose_name='de zinnen gaan over ‘wij’ of ‘het traject’')),
                ('group_questions', models.JSONField(blank=True, default=list, verbose_name='vragen naar de groep')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='vastgesteld op')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='succesfactoren.instrument')),
            ],
            options={
                'verbose_name': 'versie van een vragenlijst',
                'verbose_name_plural': 'versies van vragenlijsten',
                'ordering': ['instrument', '-number'],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='instrument_version_once'), models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('instrument',), name='instrument_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ('code', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('explanation', models.CharField(blank=True, max_length=300, verbose_name='uitleg')),
                ('side', models.CharField(blank=True, max_length=12, verbose_name='hoort bij')),
                ('level_texts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='niveaus')),
                ('interventions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='wat u kunt doen')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='succesfactoren.instrumentversion')),
            ],
            options={
                'verbose_name': 'onderdeel',
                'verbose_name_plural': 'onderdelen',
                'ordering': ['version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='factor_once')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ('code', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('stelling', 'stelling (vijf keuzes)'), ('keuze', 'één keuze'), ('keuzes', 'meer keuzes'), ('getal', 'getal'), ('open', 'open vraag')], default='stelling', max_length=10, verbose_name='soort')),
                ('text', models.CharField(max_length=300, verbose_name='zin')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='keuzes')),
                ('factor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='succesfactoren.factor')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='succesfactoren.instrumentversion')),
            ],
            options={
                'verbose_name': 'stelling',
                'verbose_name_plural': 'stellingen',
                'ordering': ['version', 'position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='statement_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='statement_has_text')],
            },
        ),
    ]
