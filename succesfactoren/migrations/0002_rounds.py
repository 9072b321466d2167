"""Assessments, rounds and who may answer once."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('regioscan', '0008_annotations'),
        ('succesfactoren', '0001_instruments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(blank=True, max_length=120, verbose_name='waarover')),
                ('shares_profile_at', models.DateTimeField(blank=True, null=True, verbose_name='deelt de uitkomst met andere communities sinds')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regioscan.region')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='regioscan.theme', verbose_name='thema’s')),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='communities.trajectory')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='assessments', to='succesfactoren.instrument')),
            ],
            options={
                'verbose_name': 'meting',
                'verbose_name_plural': 'metingen',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('trajectory', 'instrument', 'subject'), name='assessment_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('nulmeting', 'nulmeting'), ('tussenmeting', 'tussenmeting'), ('eindmeting', 'eindmeting'), ('pols', 'korte pols'), ('eigen', 'eigen naam')], default='nulmeting', max_length=14, verbose_name='soort ronde')),
                ('name', models.CharField(max_length=80, verbose_name='naam')),
                ('mode', models.CharField(choices=[('anoniem', 'anoniem'), ('vertrouwelijk', 'vertrouwelijk')], default='anoniem', max_length=14, verbose_name='hoe wij antwoorden bewaren')),
                ('purge_on', models.DateField(blank=True, null=True, verbose_name='koppeling wissen op')),
                ('opens_at', models.DateTimeField(verbose_name='open vanaf')),
                ('closes_at', models.DateTimeField(verbose_name='open tot')),
                ('audience', models.CharField(choices=[('leden', 'leden van de community'), ('panel', 'bewonerspanel'), ('lijst', 'een eigen lijst van adressen'), ('bijeenkomst', 'alleen met een link op een bijeenkomst')], default='leden', max_length=14, verbose_name='wie wij vragen')),
                ('minimum_group', models.PositiveSmallIntegerField(default=5, verbose_name='kleinste groep')),
                ('minimum_detail', models.PositiveSmallIntegerField(default=10, verbose_name='kleinste groep voor details')),
                ('group_questions', models.JSONField(blank=True, default=list, verbose_name='vragen naar de groep')),
                ('open_link_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('open_link_from', models.DateTimeField(blank=True, null=True, verbose_name='link geldig vanaf')),
                ('open_link_until', models.DateTimeField(blank=True, null=True, verbose_name='link geldig tot')),
                ('merges_doors', models.BooleanField(default=False, verbose_name='antwoorden van een bijeenkomst meetellen in hetzelfde gemiddelde')),
                ('n_reminders', models.PositiveSmallIntegerField(default=0, verbose_name='verstuurde herinneringen')),
                ('planned_at', models.DateTimeField(blank=True, null=True, verbose_name='klaargezet op')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='geopend op')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='gesloten op')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='gepubliceerd op')),
                ('is_for_everyone', models.BooleanField(default=False, verbose_name='ook bezoekers mogen de uitkomst lezen')),
                ('aftermath', models.TextField(blank=True, max_length=4000, verbose_name='wat wij met de antwoorden deden')),
                ('aftermath_at', models.DateTimeField(blank=True, null=True, verbose_name='verteld op')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='succesfactoren.assessment')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='rounds', to='succesfactoren.instrumentversion')),
            ],
            options={
                'verbose_name': 'ronde',
                'verbose_name_plural': 'rondes',
                'ordering': ['-opens_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='round_has_name'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='round_closes_after_opening'), models.CheckConstraint(condition=models.Q(('minimum_group__gte', 5)), name='round_minimum_group'), models.CheckConstraint(condition=models.Q(('minimum_detail__gte', 10), ('minimum_detail__gte', models.F('minimum_group'))), name='round_minimum_detail'), models.CheckConstraint(condition=models.Q(models.Q(('mode', 'anoniem'), ('purge_on', None)), models.Q(('mode', 'vertrouwelijk'), ('purge_on__isnull', False)), _connector='OR'), name='round_confidential_has_purge_day'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('opened_at__isnull', False), _connector='OR'), name='round_closed_was_opened'), models.CheckConstraint(condition=models.Q(('published_at', None), ('closed_at__isnull', False), _connector='OR'), name='round_published_was_closed'), models.CheckConstraint(condition=models.Q(('is_for_everyone', False), ('published_at__isnull', False), _connector='OR'), name='round_public_is_published'), models.CheckConstraint(condition=models.Q(('open_link_hash', None), models.Q(('open_link_from__isnull', False), ('open_link_until__gt', models.F('open_link_from'))), _connector='OR'), name='round_open_link_has_window'), models.CheckConstraint(condition=models.Q(('n_reminders__lte', 2)), name='round_two_reminders')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                ('group', models.CharField(blank=True, max_length=60, verbose_name='groep')),
                ('is_used', models.BooleanField(default=False, verbose_name='gebruikt')),
                ('n_reminders', models.PositiveSmallIntegerField(default=0, verbose_name='herinneringen')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'toegang tot een ronde',
                'verbose_name_plural': 'toegangen tot rondes',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('round', 'email'), name='ticket_once_per_address'), models.CheckConstraint(condition=models.Q(('n_reminders__lte', 2)), name='ticket_two_reminders')],
            },
        ),
    ]
