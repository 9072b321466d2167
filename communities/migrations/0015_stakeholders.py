"""Stakeholders and their interests."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0014_change_agenda'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisatie', 'organisatie'), ('persoon', 'persoon')], default='organisatie', max_length=12, verbose_name='soort')),
                ('name', models.CharField(max_length=160, verbose_name='naam')),
                ('sector', models.CharField(choices=[('overheid', 'overheid'), ('financieel', 'bank en verzekeraar'), ('bedrijven', 'bedrijven'), ('landbouw', 'landbouw en voedsel'), ('onderwijs', 'onderwijs en kinderopvang'), ('zorg', 'zorg en welzijn'), ('wonen', 'wonen en bouwen'), ('natuur', 'natuur, energie en milieu'), ('cultuur', 'cultuur, sport en vrije tijd'), ('bewoners', 'bewoners en verenigingen')], max_length=12, verbose_name='sector')),
                ('function', models.CharField(blank=True, max_length=80, verbose_name='functie')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                ('influence', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='invloed')),
                ('interest', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='belang')),
                ('engagement', models.CharField(choices=[('onbekend', 'onbekend'), ('geinformeerd', 'geïnformeerd'), ('wil', 'wil'), ('koploper', 'koploper'), ('doet', 'doet')], default='onbekend', max_length=12, verbose_name='betrokkenheid')),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='aantekeningen')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='gewijzigd op')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stakeholders', to='communities.organisation', verbose_name='organisatie')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stakeholders', to=settings.AUTH_USER_MODEL)),
                ('trajectory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stakeholders', to='communities.trajectory')),
            ],
            options={
                'verbose_name': 'belanghebbende',
                'verbose_name_plural': 'belanghebbenden',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('trajectory', 'kind', 'name', 'email'), name='stakeholder_once'), models.CheckConstraint(condition=models.Q(models.Q(('influence', None), ('influence__range', (1, 5)), _connector='OR'), models.Q(('interest', None), ('interest__range', (1, 5)), _connector='OR')), name='stakeholder_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('persoon', 'van de persoon'), ('organisatie', 'van de organisatie'), ('regio', 'van de regio als geheel')], max_length=12, verbose_name='niveau')),
                ('hopes', models.TextField(blank=True, max_length=1000, verbose_name='hoopt te winnen')),
                ('fears', models.TextField(blank=True, max_length=1000, verbose_name='vreest te verliezen')),
                ('is_shared', models.BooleanField(default=False, verbose_name='leden mogen dit lezen')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='communities.stakeholder')),
            ],
            options={
                'verbose_name': 'belang',
                'verbose_name_plural': 'belangen',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('stakeholder', 'level'), name='interest_once_per_level'), models.CheckConstraint(condition=models.Q(('fears', ''), ('hopes', ''), _negated=True), name='interest_says_something')],
            },
        ),
    ]
