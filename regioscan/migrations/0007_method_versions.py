from django.db import migrations, models


class Migration(migrations.Migration):
    """Frozen methods of the vitality index."""

    dependencies = [
        ('regioscan', '0006_peers_and_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='MethodVersion',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('content', models.JSONField(verbose_name='inhoud')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='controlegetal')),
                ('frozen_at', models.DateTimeField(auto_now_add=True, verbose_name='vastgelegd op')),
                ('frozen_by', models.CharField(max_length=200, verbose_name='vastgelegd door')),
                ('is_current', models.BooleanField(default=False, verbose_name='in gebruik')),
            ],
            options={
                'verbose_name': 'methode',
                'verbose_name_plural': 'methoden',
                'ordering': ['-frozen_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='method_one_current')],
            },
        ),
    ]
