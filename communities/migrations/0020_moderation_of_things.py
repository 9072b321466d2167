"""Complaints and measures about things of a higher floor: by kind and number, with who made it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep(apps, schema_editor):
    """Nothing to do on the way forwards."""


def forget_things(apps, schema_editor):
    """Before this there is no place for what is about a thing of a higher floor: it would be about nothing."""
    for name in ('Measure', 'Complaint'):
        apps.get_model('communities', name).objects.filter(thing_id__isnull=False).delete()
    # What is deleted and checked later would keep the tables from being changed in the same transaction.
    schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='complaint',
            name='complaint_about_one',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_about_one',
        ),
        migrations.AddField(
            model_name='complaint',
            name='thing_id',
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='nummer'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='thing_kind',
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name='soort'),
        ),
        migrations.AddField(
            model_name='measure',
            name='maker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='thing_id',
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='nummer'),
        ),
        migrations.AddField(
            model_name='measure',
            name='thing_kind',
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name='soort'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('pk__in', []), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', False), ('thing_id__isnull', True)), models.Q(('comment__isnull', False), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', False), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', False), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', False), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('document__isnull', True), ('event__isnull', True), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', False)), _connector='OR'), name='complaint_about_one'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('thing_id__isnull', True), ('thing_kind', '')), models.Q(models.Q(('thing_kind', ''), _negated=True), ('thing_id__isnull', False)), _connector='OR'), name='complaint_thing_has_kind'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('pk__in', []), models.Q(('comment__isnull', True), ('membership__isnull', True), ('post__isnull', False), ('thing_id__isnull', True)), models.Q(('comment__isnull', False), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('membership__isnull', False), ('post__isnull', True), ('thing_id__isnull', True)), models.Q(('comment__isnull', True), ('membership__isnull', True), ('post__isnull', True), ('thing_id__isnull', False)), _connector='OR'), name='measure_about_one'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('thing_id__isnull', True), ('thing_kind', '')), models.Q(models.Q(('thing_kind', ''), _negated=True), ('thing_id__isnull', False)), _connector='OR'), name='measure_thing_has_kind'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('thing_id__isnull', False), ('undone_at', None)), fields=('thing_kind', 'thing_id'), name='measure_of_thing_stands_once'),
        ),
        migrations.RunPython(keep, forget_things),
    ]
