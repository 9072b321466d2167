"""Initiatives, their pictures and their steps from stage to stage."""

import django.db.models.deletion
import django.utils.timezone
import initiatives.models.initiatives
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0019_privacy'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='naam')),
                ('summary', models.CharField(max_length=240, verbose_name='in één zin')),
                ('description', models.TextField(blank=True, max_length=20000, verbose_name='beschrijving')),
                ('stage', models.CharField(choices=[('idee', 'Idee'), ('verkend', 'Verkend'), ('willen', 'Willen'), ('doen', 'Doen'), ('gerealiseerd', 'Gerealiseerd'), ('gestopt', 'Gestopt')], default='idee', max_length=12, verbose_name='fase')),
                ('stage_since', models.DateField(default=django.utils.timezone.localdate, verbose_name='in deze fase sinds')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='begonnen op')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='klaar op')),
                ('for_people', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor mensen')),
                ('for_environment', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor het milieu')),
                ('for_economy', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor de economie')),
                ('place_kind', models.CharField(choices=[('precies', 'precies op de kaart'), ('ongeveer', 'ongeveer: ergens binnen een kilometer'), ('regio', 'de hele regio, zonder punt op de kaart')], default='regio', max_length=10, verbose_name='waar')),
                ('place_name', models.CharField(blank=True, max_length=80, verbose_name='dorp, wijk of plek')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='breedtegraad')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='lengtegraad')),
                ('is_public', models.BooleanField(default=False, verbose_name='bezoekers mogen dit zien')),
                ('blocked_because', models.CharField(blank=True, max_length=240, verbose_name='waardoor loopt het vast')),
                ('asks_help', models.CharField(blank=True, max_length=240, verbose_name='welke hulp is nodig')),
                ('heard_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='laatst iets van gehoord op')),
                ('placed_at', models.DateTimeField(blank=True, null=True, verbose_name='geplaatst op')),
                ('hidden_because', models.CharField(blank=True, max_length=300, verbose_name='waarom verborgen')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='voorgesteld op')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='gewijzigd op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('adopted_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adoptions', to='initiatives.initiative', verbose_name='overgenomen van')),
                ('agenda_items', models.ManyToManyField(blank=True, related_name='initiatives', to='communities.agendaitem', verbose_name='agendapunten')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='initiatives', to='communities.community')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='led_initiatives', to='communities.organisation', verbose_name='trekkende organisatie')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='initiatives', to=settings.AUTH_USER_MODEL)),
                ('themes', models.ManyToManyField(blank=True, related_name='initiatives', to='regioscan.theme', verbose_name='thema’s')),
            ],
            options={
                'verbose_name': 'initiatief',
                'verbose_name_plural': 'initiatieven',
                'ordering': ['-changed_at', '-pk'],
                'indexes': [models.Index(fields=['community', 'stage', '-changed_at'], name='initiative_by_stage')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='initiative_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None), ('place_kind', 'regio')), models.Q(models.Q(('place_kind', 'regio'), _negated=True), ('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='initiative_region_has_no_point'), models.CheckConstraint(condition=models.Q(('started_on', None), ('ends_on', None), ('started_on__lte', models.F('ends_on')), _connector='OR'), name='initiative_starts_before_end')],
            },
        ),
        migrations.CreateModel(
            name='InitiativePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', upload_to=initiatives.models.initiatives.picture_path, verbose_name='bestand', width_field='width')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('alt', models.CharField(max_length=200, verbose_name='wat staat erop')),
                ('credit', models.CharField(blank=True, max_length=120, verbose_name='maker')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='initiatives.initiative')),
                ('placed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'foto van een initiatief',
                'verbose_name_plural': 'foto’s van initiatieven',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(choices=[('idee', 'Idee'), ('verkend', 'Verkend'), ('willen', 'Willen'), ('doen', 'Doen'), ('gerealiseerd', 'Gerealiseerd'), ('gestopt', 'Gestopt')], max_length=12, verbose_name='van')),
                ('after', models.CharField(choices=[('idee', 'Idee'), ('verkend', 'Verkend'), ('willen', 'Willen'), ('doen', 'Doen'), ('gerealiseerd', 'Gerealiseerd'), ('gestopt', 'Gestopt')], max_length=12, verbose_name='naar')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='op')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='waarom')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_changes', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'stap naar een fase',
                'verbose_name_plural': 'stappen naar een fase',
                'ordering': ['on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='stage_change_changes')],
            },
        ),
    ]
