"""Communities, their face and their house rules."""

import communities.models.communities
import django.core.validators
import django.db.models.deletion
import re
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0004_organisations'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='kort adres')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('tagline', models.CharField(blank=True, max_length=160, verbose_name='ondertitel')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='waar gaat het over')),
                ('logo', models.ImageField(blank=True, upload_to=communities.models.communities.face_path, verbose_name='logo')),
                ('cover', models.ImageField(blank=True, upload_to=communities.models.communities.face_path, verbose_name='omslagfoto')),
                ('cover_credit', models.CharField(blank=True, max_length=120, verbose_name='maker van de omslagfoto')),
                ('cover_alt', models.CharField(blank=True, max_length=200, verbose_name='wat staat er op de omslagfoto')),
                ('primary_colour', models.CharField(default='#0e4b55', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('^#[0-9a-f]{6}\\Z'), 'Een kleur is een # met zes cijfers of letters a tot en met f.')], verbose_name='hoofdkleur')),
                ('accent_colour', models.CharField(default='#b23c14', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('^#[0-9a-f]{6}\\Z'), 'Een kleur is een # met zes cijfers of letters a tot en met f.')], verbose_name='tweede kleur')),
                ('visibility', models.CharField(choices=[('openbaar', 'Iedereen mag de openbare bladzijden lezen, ook zonder account'), ('besloten', 'Alleen leden weten dat deze community bestaat')], default='besloten', max_length=10, verbose_name='zichtbaar')),
                ('join_policy', models.CharField(choices=[('open', 'Iedereen met een account mag direct lid worden'), ('aanvraag', 'Wie lid wil worden, vraagt het aan; een coördinator beslist'), ('uitnodiging', 'Alleen wie is uitgenodigd, kan lid worden')], default='aanvraag', max_length=12, verbose_name='lid worden')),
                ('legal_basis', models.CharField(choices=[('algemeen-belang', 'taak van algemeen belang (artikel 6 lid 1 onder e AVG)'), ('gerechtvaardigd-belang', 'gerechtvaardigd belang (artikel 6 lid 1 onder f AVG)'), ('toestemming', 'toestemming (artikel 6 lid 1 onder a AVG)')], default='toestemming', max_length=24, verbose_name='grondslag')),
                ('privacy_email', models.EmailField(blank=True, max_length=254, verbose_name='adres voor vragen over privacy')),
                ('retention_days', models.PositiveSmallIntegerField(default=180, verbose_name='dagen bewaren na het einde')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='begonnen op')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='gestopt op')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='regioscan.region', verbose_name='regio')),
                ('controller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='controlled_communities', to='communities.organisation', verbose_name='verantwoordelijk voor de persoonsgegevens')),
            ],
            options={
                'verbose_name': 'community',
                'verbose_name_plural': 'communities',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='community_has_name'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='community_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='HouseRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('text', models.TextField(max_length=8000, verbose_name='huisregels')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='gepubliceerd op')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='house_rules', to='communities.community')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'huisregels',
                'verbose_name_plural': 'huisregels',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('community', 'version'), name='house_rules_version_once')],
            },
        ),
    ]
