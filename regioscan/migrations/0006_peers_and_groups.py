import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Comparable regions and groups that people name."""

    dependencies = [
        ('regioscan', '0005_margins'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeerSet',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, verbose_name='soort')),
                ('period', models.PositiveSmallIntegerField(verbose_name='jaar')),
                ('variables', models.JSONField(verbose_name='kenmerken')),
                ('n_nearest', models.PositiveSmallIntegerField(verbose_name='aantal')),
                ('far', models.FloatField(verbose_name='ver')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('made_by', models.CharField(max_length=200, verbose_name='gemaakt door')),
            ],
            options={
                'verbose_name': 'indeling in vergelijkbare regio’s',
                'verbose_name_plural': 'indelingen in vergelijkbare regio’s',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RegionGroup',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('kind', models.CharField(max_length=10, verbose_name='soort')),
                ('reason', models.CharField(max_length=300, verbose_name='waarom')),
                ('made_by', models.CharField(max_length=200, verbose_name='gemaakt door')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gemaakt op')),
                ('members', models.ManyToManyField(related_name='+', to='regioscan.region', verbose_name='regio’s')),
            ],
            options={
                'verbose_name': 'eigen groep',
                'verbose_name_plural': 'eigen groepen',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Peer',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='volgorde')),
                ('distance', models.FloatField(verbose_name='afstand')),
                ('differences', models.JSONField(default=list, verbose_name='verschillen')),
                ('peer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='regioscan.region')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peers', to='regioscan.region')),
                ('peer_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='peers', to='regioscan.peerset')),
            ],
            options={
                'verbose_name': 'vergelijkbare regio',
                'verbose_name_plural': 'vergelijkbare regio’s',
                'ordering': ['peer_set', 'region', 'position'],
                'constraints': [models.UniqueConstraint(fields=('peer_set', 'region', 'position'), name='peer_position_once'), models.UniqueConstraint(fields=('peer_set', 'region', 'peer'), name='peer_once'), models.CheckConstraint(condition=models.Q(('region', models.F('peer')), _negated=True), name='peer_not_itself')],
            },
        ),
    ]
