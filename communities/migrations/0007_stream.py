"""Posts, comments, and who follows and read them."""

import communities.models.stream
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0006_joining_and_memberships'),
    ]

    operations = [
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('nieuws', 'nieuws'), ('vraag', 'vraag'), ('bron', 'bron')], default='nieuws', max_length=8, verbose_name='soort')),
                ('title', models.CharField(max_length=140, verbose_name='titel')),
                ('body', models.TextField(blank=True, verbose_name='tekst')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='adres van de bron')),
                ('audience', models.CharField(choices=[('openbaar', 'iedereen'), ('leden', 'alleen leden')], default='leden', max_length=10, verbose_name='voor wie')),
                ('state', models.CharField(choices=[('concept', 'concept'), ('gepubliceerd', 'gepubliceerd'), ('wacht', 'wacht op een blik van de coördinator'), ('verborgen', 'verborgen door de coördinator'), ('verwijderd', 'verwijderd door de schrijver')], default='gepubliceerd', max_length=12)),
                ('is_pinned', models.BooleanField(default=False, verbose_name='bovenaan')),
                ('is_answered', models.BooleanField(default=False, verbose_name='beantwoord')),
                ('publish_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='publiceren op')),
                ('announced_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gemeld op')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='gewijzigd op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='dutch', weight='A'), '||', django.contrib.postgres.search.SearchVector('body', config='dutch', weight='B'), django.contrib.postgres.search.SearchConfig('dutch')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='communities.community')),
            ],
            options={
                'verbose_name': 'bericht',
                'verbose_name_plural': 'berichten',
                'ordering': ['-is_pinned', '-publish_at', '-pk'],
                'indexes': [models.Index(fields=['community', 'state', '-publish_at'], name='post_stream'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='post_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='post_has_title')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='communities.post')),
            ],
            options={
                'verbose_name': 'volger',
                'verbose_name_plural': 'volgers',
                'constraints': [models.UniqueConstraint(fields=('post', 'user'), name='follow_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='reactie')),
                ('state', models.CharField(choices=[('concept', 'concept'), ('gepubliceerd', 'gepubliceerd'), ('wacht', 'wacht op een blik van de coördinator'), ('verborgen', 'verborgen door de coördinator'), ('verwijderd', 'verwijderd door de schrijver')], default='gepubliceerd', max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='gewijzigd op')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='communities.comment')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='communities.post')),
            ],
            options={
                'verbose_name': 'reactie',
                'verbose_name_plural': 'reacties',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_text')],
            },
        ),
        migrations.CreateModel(
            name='PostPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', upload_to=communities.models.stream.picture_path, verbose_name='bestand', width_field='width')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('alt', models.CharField(max_length=200, verbose_name='wat staat erop')),
                ('credit', models.CharField(blank=True, max_length=120, verbose_name='maker')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='communities.post')),
            ],
            options={
                'verbose_name': 'foto',
                'verbose_name_plural': 'foto’s',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_on', models.DateField(auto_now_add=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_by', to='communities.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'gelezen bericht',
                'verbose_name_plural': 'gelezen berichten',
                'constraints': [models.UniqueConstraint(fields=('user', 'post'), name='seen_once')],
            },
        ),
    ]
