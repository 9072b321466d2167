"""Commitments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0016_champions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='wat')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='vanaf')),
                ('due_on', models.DateField(verbose_name='wanneer klaar')),
                ('state', models.CharField(choices=[('toegezegd', 'toegezegd'), ('bezig', 'bezig'), ('klaar', 'klaar'), ('vervallen', 'vervallen')], default='toegezegd', max_length=10, verbose_name='stand')),
                ('lapsed_because', models.CharField(blank=True, max_length=300, verbose_name='waarom vervallen')),
                ('evidence', models.TextField(blank=True, max_length=1000, verbose_name='waaruit blijkt het')),
                ('evidence_link', models.URLField(blank=True, max_length=500, verbose_name='adres van het bewijs')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='toegezegd op')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='klaar op')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='gewijzigd op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('agenda_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='communities.agendaitem', verbose_name='agendapunt')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='communities.community')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='communities.organisation', verbose_name='organisatie')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='communities.step', verbose_name='stap')),
                ('trajectory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='communities.trajectory', verbose_name='traject')),
            ],
            options={
                'verbose_name': 'toezegging',
                'verbose_name_plural': 'toezeggingen',
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(fields=['community', 'state', 'due_on'], name='commitment_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='commitment_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'klaar'), _negated=True), ('done_on__isnull', False), _connector='OR'), name='commitment_done_has_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'vervallen'), _negated=True), models.Q(('lapsed_because', ''), _negated=True), _connector='OR'), name='commitment_lapsed_has_reason'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('starts_on__lte', models.F('due_on')), _connector='OR'), name='commitment_starts_before_due')],
            },
        ),
    ]
