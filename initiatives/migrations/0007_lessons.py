"""What was learned."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0006_impact'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what_worked', models.TextField(blank=True, max_length=2000, verbose_name='wat werkte')),
                ('what_not', models.TextField(blank=True, max_length=2000, verbose_name='wat werkte niet')),
                ('advice', models.TextField(max_length=2000, verbose_name='wat raadt u anderen aan')),
                ('factor_code', models.CharField(blank=True, max_length=20, verbose_name='bij welke succesfactor hoort dit')),
                ('is_shared', models.BooleanField(default=True, verbose_name='andere communities mogen dit lezen')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('advice', 'what_worked', 'what_not', config='dutch'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='lesson', to='initiatives.initiative')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'les',
                'verbose_name_plural': 'lessen',
                'ordering': ['-written_at', '-pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='lesson_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('advice', ''), _negated=True), name='lesson_advises')],
            },
        ),
    ]
