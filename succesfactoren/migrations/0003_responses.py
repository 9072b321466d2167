"""Answers that lead back to nobody."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('succesfactoren', '0002_rounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentMark',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_marks', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'verstuurd vanaf een bijeenkomst',
                'verbose_name_plural': 'verstuurd vanaf bijeenkomsten',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                ('code', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('purge_on', models.DateField(verbose_name='wissen op')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pseudonyms', to='succesfactoren.assessment')),
            ],
            options={
                'verbose_name': 'pseudoniem',
                'verbose_name_plural': 'pseudoniemen',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('assessment', 'email'), name='pseudonym_once')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('door', models.CharField(choices=[('uitnodiging', 'op uitnodiging'), ('open', 'via de open link'), ('papier', 'op papier')], default='uitnodiging', max_length=12)),
                ('answers', models.JSONField(default=dict)),
                ('groups', models.JSONField(default=dict)),
                ('is_complete', models.BooleanField(default=True)),
                ('was_quick', models.BooleanField(default=False)),
                ('code', models.UUIDField(blank=True, null=True)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'antwoorden',
                'verbose_name_plural': 'antwoorden',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code__isnull', False)), fields=('round', 'code'), name='response_one_per_code'), models.CheckConstraint(condition=models.Q(('is_complete', True), ('code__isnull', False), _connector='OR'), name='response_draft_is_confidential')],
            },
        ),
        migrations.CreateModel(
            name='PaperSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nummer van het vel')),
                ('first', models.JSONField(blank=True, null=True)),
                ('second', models.JSONField(blank=True, null=True)),
                ('is_done', models.BooleanField(default=False, verbose_name='verwerkt')),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'papieren vragenlijst',
                'verbose_name_plural': 'papieren vragenlijsten',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('round', 'number'), name='paper_sheet_once'), models.CheckConstraint(condition=models.Q(('first_by', None), ('second_by', None), models.Q(('first_by', models.F('second_by')), _negated=True), _connector='OR'), name='paper_sheet_two_people'), models.CheckConstraint(condition=models.Q(('is_done', False), models.Q(('first', None), ('second', None)), _connector='OR'), name='paper_sheet_done_is_wiped')],
            },
        ),
        migrations.CreateModel(
            name='OpenAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=2000, verbose_name='antwoord')),
                ('shown_text', models.TextField(blank=True, max_length=2000, verbose_name='zoals getoond')),
                ('state', models.CharField(choices=[('nieuw', 'nog niet gelezen'), ('getoond', 'wordt getoond'), ('achtergehouden', 'wordt niet getoond')], default='nieuw', max_length=16)),
                ('code', models.UUIDField(blank=True, null=True)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_answers', to='succesfactoren.round')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='open_answers', to='succesfactoren.statement')),
            ],
            options={
                'verbose_name': 'open antwoord',
                'verbose_name_plural': 'open antwoorden',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='open_answer_has_text')],
            },
        ),
    ]
