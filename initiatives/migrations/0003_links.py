"""Posts, promises and documents of an initiative."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0002_partners'),
    ]

    operations = [
        migrations.CreateModel(
            name='InitiativeCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='initiative_link', to='communities.commitment')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitment_links', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'toezegging bij een initiatief',
                'verbose_name_plural': 'toezeggingen bij initiatieven',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='InitiativeDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='initiative_link', to='communities.document')),
                ('is_kept_back', models.BooleanField(default=False, editable=False)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_links', to='initiatives.initiative')),
            ],
            options={
                'verbose_name': 'document bij een initiatief',
                'verbose_name_plural': 'documenten bij initiatieven',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='InitiativePost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_announcement', models.BooleanField(default=False)),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='volgers geseind op')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='post_links', to='initiatives.initiative')),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='initiative_link', to='communities.post')),
            ],
            options={
                'verbose_name': 'bericht bij een initiatief',
                'verbose_name_plural': 'berichten bij initiatieven',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_announcement', True)), fields=('initiative',), name='initiative_announced_once')],
            },
        ),
    ]
