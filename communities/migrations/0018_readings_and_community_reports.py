"""Own readings per theme, and reports of a community."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0017_commitments'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='ThemeReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('text', models.TextField(max_length=2000, verbose_name='tekst')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='gepubliceerd op')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
            ],
            options={
                'verbose_name': 'eigen duiding',
                'verbose_name_plural': 'eigen duidingen',
                'ordering': ['-version'],
            },
        ),
        migrations.AlterField(
            model_name='report',
            name='visibility',
            field=models.CharField(choices=[('eigen', 'alleen voor mij'), ('leden', 'voor de leden van een community'), ('openbaar', 'voor iedereen')], default='eigen', max_length=8, verbose_name='zichtbaar'),
        ),
        migrations.AddField(
            model_name='report',
            name='community',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='communities.community', verbose_name='community'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'leden'), _negated=True), ('community__isnull', False), _connector='OR'), name='report_for_members_has_community'),
        ),
        migrations.AddField(
            model_name='themereading',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='communities.community'),
        ),
        migrations.AddField(
            model_name='themereading',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='regioscan.theme'),
        ),
        migrations.AddField(
            model_name='themereading',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='themereading',
            constraint=models.UniqueConstraint(fields=('community', 'theme', 'version'), name='reading_version_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='themereading',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reading_has_text'),
        ),
    ]
