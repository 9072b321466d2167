"""Needs, offers and matches."""

import django.db.models.deletion
import initiatives.models.market
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0004_milestones'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('vraag', 'vraag'), ('aanbod', 'aanbod')], max_length=8, verbose_name='vraag of aanbod')),
                ('kind', models.CharField(choices=[('kennis', 'kennis'), ('mensen', 'mensen'), ('middelen', 'middelen'), ('ruimte', 'ruimte'), ('netwerk', 'netwerk')], max_length=10, verbose_name='soort')),
                ('title', models.CharField(max_length=140, verbose_name='waar gaat het om')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='toelichting')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='plaats')),
                ('expires_on', models.DateField(default=initiatives.models.market.last_day, verbose_name='op het bord tot en met')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='van het bord op')),
                ('hidden_because', models.CharField(blank=True, max_length=300, verbose_name='waarom verborgen')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geplaatst op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='communities.community')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='listings', to='initiatives.initiative', verbose_name='initiatief')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.organisation', verbose_name='organisatie')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='regioscan.theme', verbose_name='thema')),
            ],
            options={
                'verbose_name': 'vraag of aanbod',
                'verbose_name_plural': 'vraag en aanbod',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['community', 'side', 'kind'], name='listing_on_board')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='listing_has_title')],
            },
        ),
        migrations.CreateModel(
            name='Market',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('opens_at', models.DateTimeField(verbose_name='begint')),
                ('closes_at', models.DateTimeField(verbose_name='eindigt')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='markets', to='communities.community')),
            ],
            options={
                'verbose_name': 'beursvloer',
                'verbose_name_plural': 'beursvloeren',
                'ordering': ['-opens_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='market_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='eerste bericht')),
                ('what', models.CharField(blank=True, max_length=240, verbose_name='wat spreekt u af')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='voor wanneer')),
                ('state', models.CharField(choices=[('in gesprek', 'in gesprek'), ('match', 'afgesproken'), ('waargemaakt', 'waargemaakt'), ('niet gelukt', 'niet gelukt')], default='in gesprek', max_length=14, verbose_name='stand')),
                ('owner_agreed_at', models.DateTimeField(blank=True, null=True)),
                ('other_agreed_at', models.DateTimeField(blank=True, null=True)),
                ('owner_fulfilled_at', models.DateTimeField(blank=True, null=True)),
                ('other_fulfilled_at', models.DateTimeField(blank=True, null=True)),
                ('failed_because', models.CharField(blank=True, max_length=240, verbose_name='waarom niet')),
                ('asked_on', models.DateField(blank=True, null=True, verbose_name='gevraagd of het lukte op')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='initiatives.listing')),
                ('market', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='matches', to='initiatives.market')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opgeschreven door')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'match',
                'verbose_name_plural': 'matches',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['match', 'waargemaakt']), _negated=True), models.Q(models.Q(('what', ''), _negated=True), ('other_agreed_at__isnull', False), ('owner_agreed_at__isnull', False)), _connector='OR'), name='match_agreed_by_both'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waargemaakt'), _negated=True), models.Q(('other_fulfilled_at__isnull', False), ('owner_fulfilled_at__isnull', False)), _connector='OR'), name='match_fulfilled_by_both'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'niet gelukt'), _negated=True), models.Q(('failed_because', ''), _negated=True), _connector='OR'), name='match_failed_why'), models.UniqueConstraint(condition=models.Q(('state', 'niet gelukt'), _negated=True), fields=('listing', 'other'), name='match_once_at_a_time')],
            },
        ),
    ]
