"""The roll, the ballots and the count."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0008_budgets'),
    ]

    operations = [
        migrations.CreateModel(
            name='ElectionResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.JSONField()),
                ('method', models.CharField(max_length=60, verbose_name='methode')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='geteld op')),
                ('budget', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='result', to='initiatives.budgetround')),
            ],
            options={
                'verbose_name': 'uitslag',
                'verbose_name_plural': 'uitslagen',
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=64)),
                ('choices', models.JSONField(default=dict)),
                ('is_sent', models.BooleanField(default=False, verbose_name='verstuurd')),
                ('receipt_hash', models.CharField(blank=True, max_length=64)),
                ('is_paper', models.BooleanField(default=False, verbose_name='op papier')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='initiatives.budgetround')),
            ],
            options={
                'verbose_name': 'stembiljet',
                'verbose_name_plural': 'stembiljetten',
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('budget', 'key'), name='ballot_once_per_voter'), models.CheckConstraint(condition=models.Q(('is_sent', True), models.Q(('key', ''), _negated=True), _connector='OR'), name='ballot_draft_has_key')],
            },
        ),
        migrations.CreateModel(
            name='CountedReceipt',
            fields=[
                ('receipt_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted_receipts', to='initiatives.budgetround')),
            ],
            options={
                'verbose_name': 'geteld stembewijs',
                'verbose_name_plural': 'getelde stembewijzen',
            },
        ),
        migrations.CreateModel(
            name='PaperBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nummer op het papier')),
                ('first_choices', models.JSONField(blank=True, null=True)),
                ('second_choices', models.JSONField(blank=True, null=True)),
                ('is_done', models.BooleanField(default=False, verbose_name='klaar')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_ballots', to='initiatives.budgetround')),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'papieren stembiljet',
                'verbose_name_plural': 'papieren stembiljetten',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('budget', 'number'), name='paper_ballot_once'), models.CheckConstraint(condition=models.Q(('first_by', None), ('second_by', None), models.Q(('first_by', models.F('second_by')), _negated=True), _connector='OR'), name='paper_ballot_by_two_people')],
            },
        ),
        migrations.CreateModel(
            name='VoteRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter_hash', models.CharField(max_length=64)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                ('has_draft', models.BooleanField(default=False, verbose_name='heeft een stem die niet verstuurd is')),
                ('has_voted', models.BooleanField(default=False, verbose_name='heeft gestemd')),
                ('is_paper', models.BooleanField(default=False, verbose_name='stemde op papier')),
                ('is_invited', models.BooleanField(default=False, verbose_name='kreeg een link')),
                ('is_reminded', models.BooleanField(default=False, verbose_name='is herinnerd')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vote_rights', to='initiatives.budgetround')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'stemrecht',
                'verbose_name_plural': 'stemrechten',
                'constraints': [models.UniqueConstraint(fields=('budget', 'voter_hash'), name='vote_right_once')],
            },
        ),
    ]
