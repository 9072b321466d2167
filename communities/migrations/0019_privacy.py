"""Consents, exports and warnings."""

import communities.models.privacy
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0018_readings_and_community_reports'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('privacy', 'de privacyverklaring van een community'), ('huisregels', 'de huisregels van een community'), ('zichtbaar', 'zichtbaar zijn voor bezoekers'), ('weekoverzicht', 'het weekoverzicht ontvangen')], max_length=14, verbose_name='waarover')),
                ('is_given', models.BooleanField(verbose_name='gegeven')),
                ('wording', models.CharField(max_length=300, verbose_name='zoals het gevraagd werd')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='op')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='communities.community')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'toestemming',
                'verbose_name_plural': 'toestemmingen',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(blank=True, upload_to=communities.models.privacy.export_path)),
                ('size', models.PositiveIntegerField(default=0, verbose_name='grootte in bytes')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gevraagd op')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='gemaakt op')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='te downloaden tot')),
                ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='data_export', to='regioscan.job')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'download van eigen gegevens',
                'verbose_name_plural': 'downloads van eigen gegevens',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('made_at', None), ('expires_at__isnull', False), _connector='OR'), name='export_made_expires')],
            },
        ),
        migrations.CreateModel(
            name='RetentionWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='wordt anoniem op')),
                ('warned_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.community')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retention_warnings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'waarschuwing voor het einde van de bewaartermijn',
                'verbose_name_plural': 'waarschuwingen voor het einde van de bewaartermijn',
                'constraints': [models.UniqueConstraint(fields=('user', 'community', 'due_on'), name='retention_warning_once', nulls_distinct=False)],
            },
        ),
        migrations.AlterField(
            model_name='report',
            name='requested_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='aangevraagd door'),
        ),
        migrations.AddField(
            model_name='community',
            name='anonymised_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='zonder namen sinds'),
        ),
    ]
