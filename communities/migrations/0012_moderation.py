"""Complaints and measures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0011_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('verbergen', 'verborgen'), ('blokkeren', 'geblokkeerd')], max_length=10, verbose_name='maatregel')),
                ('reason', models.TextField(max_length=1000, verbose_name='reden')),
                ('state_before', models.CharField(blank=True, editable=False, max_length=12, verbose_name='hoe het was')),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='genomen op')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='teruggedraaid op')),
                ('objection', models.CharField(blank=True, choices=[('', 'geen bezwaar'), ('open', 'bezwaar gemaakt'), ('gegrond', 'bezwaar gegrond: teruggedraaid'), ('ongegrond', 'bezwaar ongegrond')], default='', max_length=10, verbose_name='bezwaar')),
                ('objection_text', models.TextField(blank=True, max_length=2000, verbose_name='bezwaar van de schrijver')),
                ('objection_at', models.DateTimeField(blank=True, null=True, verbose_name='bezwaar op')),
                ('answer_text', models.TextField(blank=True, max_length=2000, verbose_name='antwoord op het bezwaar')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='communities.comment')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='communities.community')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='communities.membership')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='communities.post')),
            ],
            options={
                'verbose_name': 'maatregel',
                'verbose_name_plural': 'maatregelen',
                'ordering': ['-taken_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('pk__in', []), models.Q(('comment__isnull', True), ('membership__isnull', True), ('post__isnull', False)), models.Q(('comment__isnull', False), ('membership__isnull', True), ('post__isnull', True)), models.Q(('comment__isnull', True), ('membership__isnull', False), ('post__isnull', True)), _connector='OR'), name='measure_about_one'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='measure_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('onbeleefd', 'het is kwetsend of onbeleefd'), ('privacy', 'er staan persoonlijke gegevens in'), ('onjuist', 'het klopt niet'), ('reclame', 'het is reclame'), ('strafbaar', 'het is volgens mij verboden'), ('anders', 'iets anders')], max_length=12, verbose_name='wat is er mis')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='toelichting')),
                ('state', models.CharField(choices=[('open', 'wacht op een besluit'), ('gegrond', 'gegrond'), ('ongegrond', 'ongegrond')], default='open', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gemeld op')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='besloten op')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.comment')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.community')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.membership')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.post')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.event')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='communities.document')),
            ],
            options={
                'verbose_name': 'melding',
                'verbose_name_plural': 'meldingen',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('pk__in', []), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', False)), models.Q(('comment__isnull', False), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', False), ('post__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', False), ('membership__isnull', True), ('post__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', False), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', True)), _connector='OR'), name='complaint_about_one'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('decided_at__isnull', False), _connector='OR'), name='complaint_decided')],
            },
        ),
    ]
