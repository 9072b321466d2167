"""Hidden champions and nominations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0015_stakeholders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Champion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='naam van het bedrijf')),
                ('sector', models.CharField(choices=[('overheid', 'overheid'), ('financieel', 'bank en verzekeraar'), ('bedrijven', 'bedrijven'), ('landbouw', 'landbouw en voedsel'), ('onderwijs', 'onderwijs en kinderopvang'), ('zorg', 'zorg en welzijn'), ('wonen', 'wonen en bouwen'), ('natuur', 'natuur, energie en milieu'), ('cultuur', 'cultuur, sport en vrije tijd'), ('bewoners', 'bewoners en verenigingen')], max_length=12, verbose_name='sector')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='plaats')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres van het bedrijf')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='wat maakt dit bedrijf bijzonder')),
                ('consent', models.CharField(choices=[('niet-gevraagd', 'nog niet gevraagd'), ('gevraagd', 'gevraagd'), ('ja', 'wil zichtbaar zijn'), ('nee', 'wil niet zichtbaar zijn')], default='niet-gevraagd', max_length=14, verbose_name='toestemming')),
                ('consent_token_hash', models.CharField(blank=True, max_length=64)),
                ('consent_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='gevraagd op')),
                ('consent_at', models.DateTimeField(blank=True, null=True, verbose_name='geantwoord op')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('agenda_items', models.ManyToManyField(blank=True, related_name='champions', to='communities.agendaitem', verbose_name='hoort bij agendapunt')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='champions', to='communities.community')),
            ],
            options={
                'verbose_name': 'verborgen kampioen',
                'verbose_name_plural': 'verborgen kampioenen',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('community', 'name', 'place'), name='champion_once'), models.CheckConstraint(condition=models.Q(models.Q(('consent__in', ['ja', 'nee']), _negated=True), ('consent_at__isnull', False), _connector='OR'), name='champion_consent_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.CharField(choices=[('overheid', 'overheid'), ('financieel', 'bank en verzekeraar'), ('bedrijven', 'bedrijven'), ('landbouw', 'landbouw en voedsel'), ('onderwijs', 'onderwijs en kinderopvang'), ('zorg', 'zorg en welzijn'), ('wonen', 'wonen en bouwen'), ('natuur', 'natuur, energie en milieu'), ('cultuur', 'cultuur, sport en vrije tijd'), ('bewoners', 'bewoners en verenigingen')], max_length=12, verbose_name='sector van wie nomineert')),
                ('reason', models.TextField(max_length=600, verbose_name='waarom')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('champion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to='communities.champion')),
                ('nominated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='nominations', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.organisation')),
            ],
            options={
                'verbose_name': 'nominatie',
                'verbose_name_plural': 'nominaties',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('champion', 'nominated_by'), name='nomination_once')],
            },
        ),
    ]
