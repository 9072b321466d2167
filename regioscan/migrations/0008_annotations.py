import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What advisors add in their own words."""

    dependencies = [
        ('regioscan', '0007_method_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='tekst')),
                ('written_by', models.CharField(max_length=200, verbose_name='geschreven door')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='geschreven op')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                ('withdrawn_by', models.CharField(blank=True, default='', max_length=200, verbose_name='ingetrokken door')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='regioscan.region')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='regioscan.theme')),
            ],
            options={
                'verbose_name': 'duiding',
                'verbose_name_plural': 'duidingen',
                'ordering': ['-written_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='annotation_has_text')],
            },
        ),
    ]
