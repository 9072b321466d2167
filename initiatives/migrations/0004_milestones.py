"""Milestones, and the question to a quiet initiative."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0003_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=140, verbose_name='mijlpaal')),
                ('due_on', models.DateField(verbose_name='wanneer')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='bereikt op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'mijlpaal',
                'verbose_name_plural': 'mijlpalen',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='milestone_has_title'), models.UniqueConstraint(fields=('initiative', 'title', 'due_on'), name='milestone_once')],
            },
        ),
        migrations.CreateModel(
            name='QuietQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='gevraagd op')),
                ('answer', models.CharField(blank=True, choices=[('goed', 'gaat goed'), ('hulp', 'hulp nodig'), ('gestopt', 'gestopt')], max_length=8, verbose_name='antwoord')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='beantwoord op')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_questions', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'vraag aan een stil initiatief',
                'verbose_name_plural': 'vragen aan stille initiatieven',
                'ordering': ['-asked_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('initiative',), name='quiet_question_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='quiet_question_answered_on')],
            },
        ),
    ]
