"""Organisations."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_report_check_code'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='naam')),
                ('kind', models.CharField(choices=[('bank', 'bank'), ('gemeente', 'gemeente'), ('provincie', 'provincie'), ('zorgverzekeraar', 'zorgverzekeraar'), ('onderneming', 'onderneming'), ('onderwijs', 'onderwijs'), ('zorg-welzijn', 'zorg en welzijn'), ('vereniging', 'vereniging of stichting'), ('bewonersgroep', 'bewonersgroep')], max_length=20, verbose_name='soort')),
                ('sector', models.CharField(choices=[('overheid', 'overheid'), ('financieel', 'bank en verzekeraar'), ('bedrijven', 'bedrijven'), ('landbouw', 'landbouw en voedsel'), ('onderwijs', 'onderwijs en kinderopvang'), ('zorg', 'zorg en welzijn'), ('wonen', 'wonen en bouwen'), ('natuur', 'natuur, energie en milieu'), ('cultuur', 'cultuur, sport en vrije tijd'), ('bewoners', 'bewoners en verenigingen')], max_length=12, verbose_name='sector')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='plaats')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='toegevoegd op')),
            ],
            options={
                'verbose_name': 'organisatie',
                'verbose_name_plural': 'organisaties',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), django.db.models.functions.text.Lower('place'), name='organisation_once_per_place'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_has_name')],
            },
        ),
    ]
