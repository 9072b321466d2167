"""Trajectories with phases, steps, ambitions and agreements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0012_moderation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trajectory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('phase', models.CharField(choices=[('verkennen', 'Verkennen'), ('willen', 'Willen'), ('versnellen', 'Versnellen'), ('doen', 'Doen'), ('borgen', 'Borgen')], default='verkennen', max_length=12, verbose_name='fase')),
                ('started_on', models.DateField(verbose_name='begonnen op')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='loopt tot')),
                ('shares_stakeholders', models.BooleanField(default=False, verbose_name='opdrachtgevers mogen de krachtenkaart zien')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('advisors', models.ManyToManyField(blank=True, related_name='advised_trajectories', to=settings.AUTH_USER_MODEL, verbose_name='adviseurs')),
                ('commissioners', models.ManyToManyField(blank=True, related_name='commissioned_trajectories', to='communities.organisation', verbose_name='opdrachtgevers')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trajectories', to='communities.community')),
            ],
            options={
                'verbose_name': 'traject',
                'verbose_name_plural': 'trajecten',
                'ordering': ['-started_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('started_on')), _connector='OR'), name='trajectory_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verkennen', 'Verkennen'), ('willen', 'Willen'), ('versnellen', 'Versnellen'), ('doen', 'Doen'), ('borgen', 'Borgen')], max_length=12, verbose_name='fase')),
                ('position', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='vanaf')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='klaar op')),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='in één zin')),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='communities.trajectory')),
            ],
            options={
                'verbose_name': 'fase',
                'verbose_name_plural': 'fasen',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('trajectory', 'kind'), name='phase_once')],
            },
        ),
        migrations.CreateModel(
            name='Ambition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('text', models.TextField(max_length=600, verbose_name='onze ambitie')),
                ('explanation', models.TextField(blank=True, max_length=2000, verbose_name='toelichting')),
                ('state', models.CharField(choices=[('concept', 'concept'), ('voorgelegd', 'voorgelegd aan de partners'), ('vastgesteld', 'vastgesteld')], default='concept', max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='vastgesteld op')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ambitions', to='communities.trajectory')),
            ],
            options={
                'verbose_name': 'ambitie',
                'verbose_name_plural': 'ambities',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('trajectory', 'version'), name='ambition_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'vastgesteld'), _negated=True), ('settled_at__isnull', False), _connector='OR'), name='ambition_settled_at')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('decides', models.TextField(max_length=1000, verbose_name='wie beslist')),
                ('does', models.TextField(max_length=1000, verbose_name='wie doet')),
                ('pays', models.TextField(max_length=1000, verbose_name='wie betaalt')),
                ('directs', models.TextField(max_length=1000, verbose_name='wie regisseert het proces')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='voorgelegd op')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='communities.trajectory')),
            ],
            options={
                'verbose_name': 'afspraken',
                'verbose_name_plural': 'afspraken',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('trajectory', 'version'), name='agreement_version_once')],
            },
        ),
        migrations.CreateModel(
            name='AmbitionConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('eens', 'eens'), ('kanttekening', 'eens, met een kanttekening'), ('oneens', 'niet eens')], max_length=12, verbose_name='antwoord')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='kanttekening')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='op')),
                ('ambition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='communities.ambition')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.organisation')),
            ],
            options={
                'verbose_name': 'instemming',
                'verbose_name_plural': 'instemmingen',
                'ordering': ['organisation__name'],
                'constraints': [models.UniqueConstraint(fields=('ambition', 'organisation'), name='ambition_consent_once')],
            },
        ),
        migrations.CreateModel(
            name='AgreementConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='opmerking')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='communities.agreement')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.organisation')),
            ],
            options={
                'verbose_name': 'bevestiging',
                'verbose_name_plural': 'bevestigingen',
                'ordering': ['organisation__name'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'organisation'), name='agreement_confirmation_once')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('title', models.CharField(max_length=140, verbose_name='stap')),
                ('explanation', models.TextField(blank=True, max_length=1000, verbose_name='toelichting')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='uiterlijk')),
                ('state', models.CharField(choices=[('open', 'nog niet begonnen'), ('bezig', 'bezig'), ('klaar', 'klaar'), ('overgeslagen', 'overgeslagen')], default='open', max_length=12, verbose_name='stand')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='klaar op')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='communities.phase')),
            ],
            options={
                'verbose_name': 'stap',
                'verbose_name_plural': 'stappen',
                'ordering': ['phase__position', 'position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'klaar'), _negated=True), ('done_on__isnull', False), _connector='OR'), name='step_done_has_date')],
            },
        ),
    ]
