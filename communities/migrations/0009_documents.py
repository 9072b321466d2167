"""Documents in versions."""

import communities.models.documents
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0008_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=140, verbose_name='titel')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='waar gaat het over')),
                ('audience', models.CharField(choices=[('openbaar', 'iedereen'), ('leden', 'alleen leden')], default='leden', max_length=10, verbose_name='voor wie')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geplaatst op')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='verwijderd op')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='communities.community')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='documents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documenten',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('file', models.FileField(upload_to=communities.models.documents.document_path, verbose_name='bestand')),
                ('name', models.CharField(max_length=140, verbose_name='naam van het bestand')),
                ('kind', models.CharField(max_length=10, verbose_name='soort bestand')),
                ('size', models.PositiveIntegerField(verbose_name='grootte in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='controlegetal')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='wat is er veranderd')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='geplaatst op')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='communities.document')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'versie van een document',
                'verbose_name_plural': 'versies van documenten',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='document_version_once')],
            },
        ),
    ]
