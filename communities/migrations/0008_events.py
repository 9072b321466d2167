"""Events, attendance and the calendar feed."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0007_stream'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'agendafeed',
                'verbose_name_plural': 'agendafeeds',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=140, verbose_name='wat')),
                ('body', models.TextField(blank=True, verbose_name='waar gaat het over')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='waar')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adres')),
                ('online_link', models.URLField(blank=True, max_length=500, verbose_name='link om online mee te doen')),
                ('starts_at', models.DateTimeField(verbose_name='begint op')),
                ('ends_at', models.DateTimeField(verbose_name='eindigt op')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='aantal plaatsen')),
                ('audience', models.CharField(choices=[('openbaar', 'iedereen'), ('leden', 'alleen leden'), ('koplopers', 'alleen koplopers')], default='leden', max_length=10, verbose_name='voor wie')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='wijziging')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='afgelast op')),
                ('cancelled_because', models.CharField(blank=True, max_length=300, verbose_name='reden van afgelasten')),
                ('announced_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gemeld op')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='dutch', weight='A'), '||', django.contrib.postgres.search.SearchVector('body', 'place', config='dutch', weight='B'), django.contrib.postgres.search.SearchConfig('dutch')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='communities.community')),
                ('organiser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='organised_events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bijeenkomst',
                'verbose_name_plural': 'bijeenkomsten',
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['community', 'starts_at'], name='event_agenda'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='event_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_start'), models.CheckConstraint(condition=models.Q(('capacity', None), ('capacity__gt', 0), _connector='OR'), name='event_has_room')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('komt', 'komt'), ('wachtlijst', 'staat op de wachtlijst'), ('komt-niet', 'komt niet')], max_length=10, verbose_name='antwoord')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='geantwoord op')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='communities.event')),
            ],
            options={
                'verbose_name': 'aanmelding',
                'verbose_name_plural': 'aanmeldingen',
                'ordering': ['answered_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='attendance_once')],
            },
        ),
    ]
