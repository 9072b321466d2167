"""The residents' panel."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('regioscan', '0008_annotations'),
        ('succesfactoren', '0004_outcomes'),
    ]

    operations = [
        migrations.CreateModel(
            name='PanelMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='dorp of wijk')),
                ('agreed_to', models.TextField(verbose_name='waarmee akkoord')),
                ('agreed_at', models.DateTimeField(auto_now_add=True, verbose_name='akkoord op')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='adres bevestigd op')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='panel_members', to='communities.community')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='regioscan.theme', verbose_name='onderwerpen')),
            ],
            options={
                'verbose_name': 'panellid',
                'verbose_name_plural': 'panelleden',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('community', 'email'), name='panel_member_once')],
            },
        ),
    ]
