"""Invitations, requests and memberships."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0005_communities'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                ('label', models.CharField(blank=True, max_length=120, verbose_name='waarvoor is deze link')),
                ('role', models.CharField(choices=[('deelnemer', 'deelnemer'), ('opdrachtgever', 'opdrachtgever'), ('coordinator', 'coördinator')], default='deelnemer', max_length=14, verbose_name='rol')),
                ('is_frontrunner', models.BooleanField(default=False, verbose_name='als koploper')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='persoonlijk bericht')),
                ('asks_questions', models.BooleanField(default=False, verbose_name='stelt eerst de vragen')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='verstuurd op')),
                ('expires_at', models.DateTimeField(verbose_name='geldig tot')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='aangenomen op')),
                ('declined_at', models.DateTimeField(blank=True, null=True, verbose_name='afgeslagen op')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='communities.community')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.organisation', verbose_name='organisatie')),
            ],
            options={
                'verbose_name': 'uitnodiging',
                'verbose_name_plural': 'uitnodigingen',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), ('accepted_at', None), ('declined_at', None), ('revoked_at', None)), fields=('community', 'email'), name='invitation_one_open_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('is_frontrunner', False), ('role', 'deelnemer')), _connector='OR'), name='invitation_link_gives_no_rights')],
            },
        ),
        migrations.CreateModel(
            name='JoinQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('text', models.CharField(max_length=200, verbose_name='vraag')),
                ('is_required', models.BooleanField(default=True, verbose_name='verplicht')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_questions', to='communities.community')),
            ],
            options={
                'verbose_name': 'vraag bij aanmelden',
                'verbose_name_plural': 'vragen bij aanmelden',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=list, verbose_name='antwoorden')),
                ('state', models.CharField(choices=[('wacht', 'wacht op antwoord'), ('toegelaten', 'toegelaten'), ('afgewezen', 'afgewezen'), ('ingetrokken', 'ingetrokken')], default='wacht', max_length=12)),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reden')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gevraagd op')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='beslist op')),
                ('accepted_rules', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.houserules', verbose_name='akkoord met huisregels')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='communities.community')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='join_requests', to='communities.invitation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'aanvraag',
                'verbose_name_plural': 'aanvragen',
                'ordering': ['created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'wacht')), fields=('community', 'user'), name='join_request_one_waiting'), models.CheckConstraint(condition=models.Q(('state', 'wacht'), ('decided_at__isnull', False), _connector='OR'), name='join_request_decided_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('deelnemer', 'deelnemer'), ('opdrachtgever', 'opdrachtgever'), ('coordinator', 'coördinator')], default='deelnemer', max_length=14, verbose_name='rol')),
                ('speaks_for_organisation', models.BooleanField(default=False, verbose_name='mag namens de organisatie spreken')),
                ('status', models.CharField(choices=[('actief', 'lid'), ('geblokkeerd', 'geblokkeerd'), ('vertrokken', 'vertrokken')], default='actief', max_length=12)),
                ('is_frontrunner', models.BooleanField(default=False, verbose_name='koploper')),
                ('frontrunner_for', models.CharField(blank=True, max_length=160, verbose_name='waarvoor loopt u voorop')),
                ('function', models.CharField(blank=True, max_length=80, verbose_name='functie')),
                ('bio', models.TextField(blank=True, max_length=600, verbose_name='over mij')),
                ('is_shown_to_visitors', models.BooleanField(default=False, verbose_name='bezoekers mogen mijn naam zien')),
                ('is_trusted', models.BooleanField(default=False, verbose_name='eerste bijdrage is goedgekeurd')),
                ('volume', models.CharField(choices=[('alles', 'alles'), ('belangrijk', 'alleen wat belangrijk is'), ('niets', 'niets')], default='alles', max_length=10, verbose_name='berichten')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='lid sinds')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='vertrokken op')),
                ('accepted_rules', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.houserules', verbose_name='akkoord met huisregels')),
                ('admitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='communities.community')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to='communities.invitation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to='communities.organisation', verbose_name='organisatie')),
            ],
            options={
                'verbose_name': 'lidmaatschap',
                'verbose_name_plural': 'lidmaatschappen',
                'ordering': ['user__name'],
                'indexes': [models.Index(fields=['community', 'status', 'role'], name='membership_by_role')],
                'constraints': [models.UniqueConstraint(fields=('community', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'vertrokken'), _negated=True), ('left_at__isnull', False), _connector='OR'), name='membership_left_has_moment')],
            },
        ),
    ]
