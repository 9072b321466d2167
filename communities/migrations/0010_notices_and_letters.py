"""Notices, letters, choices and digests."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0009_documents'),
    ]

    operations = [
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(verbose_name='week vanaf')),
                ('n_items', models.PositiveSmallIntegerField(verbose_name='aantal')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'weekoverzicht',
                'verbose_name_plural': 'weekoverzichten',
                'constraints': [models.UniqueConstraint(fields=('user', 'week'), name='digest_once_a_week'), models.CheckConstraint(condition=models.Q(('n_items__gt', 0)), name='digest_never_empty')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('kind', models.CharField(max_length=12, verbose_name='soort')),
                ('address', models.EmailField(max_length=254, verbose_name='aan')),
                ('subject', models.CharField(max_length=200, verbose_name='onderwerp')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('html', models.TextField(blank=True, verbose_name='opgemaakt')),
                ('unsubscribe_link', models.CharField(blank=True, max_length=500, verbose_name='link om af te melden')),
                ('state', models.CharField(choices=[('wacht', 'nog niet verzonden'), ('verzonden', 'verzonden'), ('mislukt', 'niet gelukt')], default='wacht', max_length=10)),
                ('n_tries', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='volgende poging')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gemaakt op')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='verzonden op')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='communities.community')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'wacht')), fields=['next_try_at'], name='letter_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'verzonden'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='letter_sent_at')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('vermelding', 'iemand noemt u'), ('antwoord', 'een antwoord op wat u schreef of volgt'), ('uitnodiging', 'u bent uitgenodigd, of uw aanvraag is beslist'), ('toezegging', 'uw eigen toezegging'), ('moderatie', 'een besluit over wat u schreef'), ('aanvraag', 'iemand wil lid worden van uw community'), ('bijeenkomst', 'een bijeenkomst waar u komt'), ('nieuws', 'nieuws, vragen en bronnen'), ('huis', 'uw account en uw gegevens')], max_length=12, verbose_name='soort')),
                ('key', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('path', models.CharField(max_length=300, verbose_name='adres op deze site')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gemaakt op')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='gelezen op')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='communities.community')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bericht aan iemand',
                'verbose_name_plural': 'berichten aan mensen',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['user', '-created_at'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('vermelding', 'iemand noemt u'), ('antwoord', 'een antwoord op wat u schreef of volgt'), ('uitnodiging', 'u bent uitgenodigd, of uw aanvraag is beslist'), ('toezegging', 'uw eigen toezegging'), ('moderatie', 'een besluit over wat u schreef'), ('aanvraag', 'iemand wil lid worden van uw community'), ('bijeenkomst', 'een bijeenkomst waar u komt'), ('nieuws', 'nieuws, vragen en bronnen'), ('huis', 'uw account en uw gegevens')], max_length=12, verbose_name='soort')),
                ('channel', models.CharField(choices=[('meteen', 'meteen een mail'), ('week', 'in het weekoverzicht'), ('niet', 'niet per mail')], max_length=8, verbose_name='hoe')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'keuze voor berichten',
                'verbose_name_plural': 'keuzes voor berichten',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='notification_choice_once')],
            },
        ),
    ]
