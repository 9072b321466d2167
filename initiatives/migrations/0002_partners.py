"""Who is in an initiative, and who follows it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0001_initiatives'),
    ]

    operations = [
        migrations.CreateModel(
            name='InitiativeFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='initiatives.initiative')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'volger van een initiatief',
                'verbose_name_plural': 'volgers van initiatieven',
                'constraints': [models.UniqueConstraint(fields=('initiative', 'user'), name='initiative_follow_once')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('trekt', 'trekt'), ('doet', 'doet mee'), ('betaalt', 'betaalt mee'), ('adviseert', 'denkt mee')], default='doet', max_length=10, verbose_name='rol')),
                ('since', models.DateField(auto_now_add=True, verbose_name='sinds')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='initiatives.initiative')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.organisation', verbose_name='organisatie')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persoon')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'organisation', 'user'), name='partner_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('organisation__isnull', False), ('user__isnull', False), _connector='OR'), name='partner_is_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Willing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='waarom')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='willing', to='initiatives.initiative')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'wil meedoen',
                'verbose_name_plural': 'willen meedoen',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'user'), name='willing_once')],
            },
        ),
    ]
