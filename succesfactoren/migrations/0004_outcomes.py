"""Outcomes, the advisor's ratings, chosen interventions and talks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('succesfactoren', '0003_responses'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='gehouden op')),
                ('present', models.CharField(blank=True, max_length=300, verbose_name='wie zaten er aan tafel')),
                ('answers', models.JSONField(default=dict)),
                ('remarks', models.JSONField(default=dict)),
                ('is_shared', models.BooleanField(default=False, verbose_name='leden mogen dit lezen')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version_number', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='succesfactoren.assessment')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='conversations', to='succesfactoren.instrumentversion')),
            ],
            options={
                'verbose_name': 'gesprek',
                'verbose_name_plural': 'gesprekken',
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.JSONField()),
                ('method', models.CharField(max_length=12, verbose_name='rekenwijze')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'uitkomst',
                'verbose_name_plural': 'uitkomsten',
            },
        ),
        migrations.CreateModel(
            name='ChosenIntervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='wat wij doen')),
                ('is_own', models.BooleanField(default=False, verbose_name='eigen of gewijzigde tekst')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('commitment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interventions', to='communities.commitment', verbose_name='toezegging')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='succesfactoren.factor')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'gekozen advies',
                'verbose_name_plural': 'gekozen adviezen',
                'ordering': ['factor__position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='chosen_intervention_has_text'), models.UniqueConstraint(fields=('round', 'factor', 'text'), name='chosen_intervention_once')],
            },
        ),
        migrations.CreateModel(
            name='AdvisorRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='niveau')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='waaraan u dat ziet')),
                ('at', models.DateTimeField(auto_now=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='succesfactoren.factor')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='succesfactoren.round')),
            ],
            options={
                'verbose_name': 'oordeel van de adviseur',
                'verbose_name_plural': 'oordelen van de adviseur',
                'ordering': ['factor__position'],
                'constraints': [models.UniqueConstraint(fields=('round', 'factor'), name='advisor_rating_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='advisor_rating_level')],
            },
        ),
    ]
