"""The change agenda and its targets."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0013_trajectories'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lens', models.CharField(choices=[('mens', 'mens'), ('milieu', 'milieu'), ('economie', 'economie')], max_length=8, verbose_name='lens')),
                ('title', models.CharField(max_length=140, verbose_name='wat willen wij veranderen')),
                ('goal', models.TextField(blank=True, max_length=1000, verbose_name='doel')),
                ('for_people', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor mensen')),
                ('for_environment', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor het milieu')),
                ('for_economy', models.TextField(blank=True, max_length=600, verbose_name='wat betekent dit voor de economie')),
                ('state', models.CharField(choices=[('voorstel', 'voorstel'), ('vastgesteld', 'vastgesteld'), ('afgesloten', 'afgesloten')], default='voorstel', max_length=12, verbose_name='stand')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='afgesloten op')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='regioscan.theme', verbose_name='thema')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda_items', to='communities.community')),
            ],
            options={
                'verbose_name': 'agendapunt',
                'verbose_name_plural': 'agendapunten',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='agenda_item_has_title')],
            },
        ),
        migrations.CreateModel(
            name='AgendaTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('baseline_value', models.FloatField(blank=True, null=True, verbose_name='beginwaarde')),
                ('baseline_period', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='beginjaar')),
                ('target_value', models.FloatField(blank=True, null=True, verbose_name='doelwaarde')),
                ('target_period', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='doeljaar')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_targets', to='regioscan.indicator')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='communities.agendaitem')),
            ],
            options={
                'verbose_name': 'doelcijfer',
                'verbose_name_plural': 'doelcijfers',
                'ordering': ['indicator__position'],
                'constraints': [models.UniqueConstraint(fields=('item', 'indicator'), name='agenda_target_once'), models.CheckConstraint(condition=models.Q(('target_value', None), ('target_period__isnull', False), _connector='OR'), name='agenda_target_has_year')],
            },
        ),
    ]
