"""Village and neighbourhood budgets with their proposals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0019_privacy'),
        ('initiatives', '0007_lessons'),
        ('regioscan', '0008_annotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('intro', models.TextField(blank=True, max_length=4000, verbose_name='uitleg')),
                ('amount_cents', models.PositiveBigIntegerField(verbose_name='bedrag')),
                ('area', models.CharField(max_length=120, verbose_name='voor welk dorp of welke wijk')),
                ('decides', models.CharField(max_length=240, verbose_name='wie beslist')),
                ('rights', models.CharField(choices=[('leden', 'leden van de community'), ('e-mail', 'iedereen met een eigen e-mailadres'), ('code', 'wie een brief met een stemcode krijgt'), ('lijst', 'wie met een e-mailadres op onze lijst staat')], default='leden', max_length=8, verbose_name='wie mag stemmen')),
                ('minimum_age', models.PositiveSmallIntegerField(default=0, verbose_name='vanaf welke leeftijd')),
                ('ballot_kind', models.CharField(choices=[('goedkeuren', 'kies er minstens drie'), ('mandje', 'vul een mandje binnen het bedrag'), ('punten', 'verdeel tien punten over minstens drie')], default='goedkeuren', max_length=12, verbose_name='hoe stemt u')),
                ('rule', models.CharField(choices=[('gelijke delen', 'gelijke delen: ieders stem beslist over even veel geld'), ('meeste stemmen', 'meeste stemmen eerst, tot het geld op is')], default='gelijke delen', max_length=16, verbose_name='hoe tellen wij')),
                ('has_threshold', models.BooleanField(default=False, verbose_name='een project heeft genoeg stemmen nodig voor wat het kost')),
                ('propose_from', models.DateTimeField(verbose_name='ideeën insturen vanaf')),
                ('propose_until', models.DateTimeField(verbose_name='ideeën insturen tot')),
                ('vote_from', models.DateTimeField(verbose_name='stemmen vanaf')),
                ('vote_until', models.DateTimeField(verbose_name='stemmen tot')),
                ('announced_at', models.DateTimeField(blank=True, null=True, verbose_name='aangekondigd op')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='stembiljet vastgesteld op')),
                ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='geteld op')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='uitslag gepubliceerd op')),
                ('lot', models.JSONField(blank=True, default=list, verbose_name='volgorde van het lot')),
                ('ideas_told_at', models.DateTimeField(blank=True, null=True, verbose_name='leden hoorden van ideeën insturen op')),
                ('voting_told_at', models.DateTimeField(blank=True, null=True, verbose_name='leden hoorden van stemmen op')),
                ('account', models.TextField(blank=True, max_length=8000, verbose_name='wat er met het geld gebeurde')),
                ('accounted_at', models.DateTimeField(blank=True, null=True, verbose_name='verantwoord op')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='communities.community')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regioscan.region')),
            ],
            options={
                'verbose_name': 'budget',
                'verbose_name_plural': 'budgetten',
                'ordering': ['-vote_until', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='budget_once'), models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='budget_has_amount'), models.CheckConstraint(condition=models.Q(('propose_until__gt', models.F('propose_from')), ('vote_from__gte', models.F('propose_until')), ('vote_until__gt', models.F('vote_from'))), name='budget_phases_in_order'), models.CheckConstraint(condition=models.Q(('opened_at', None), ('announced_at__isnull', False), _connector='OR'), name='budget_opened_was_announced'), models.CheckConstraint(condition=models.Q(('counted_at', None), models.Q(('counted_at__gte', models.F('vote_until')), ('opened_at__isnull', False)), _connector='OR'), name='budget_counted_after_voting'), models.CheckConstraint(condition=models.Q(('published_at', None), ('counted_at__isnull', False), _connector='OR'), name='budget_published_was_counted')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='nummer')),
                ('title', models.CharField(max_length=120, verbose_name='idee')),
                ('text', models.TextField(max_length=4000, verbose_name='uitleg')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='waar')),
                ('guess_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='wat denkt u dat het kost')),
                ('cost_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kost')),
                ('state', models.CharField(choices=[('ingestuurd', 'ingestuurd'), ('haalbaar', 'haalbaar: staat op het stembiljet'), ('niet haalbaar', 'niet haalbaar'), ('ingetrokken', 'ingetrokken')], default='ingestuurd', max_length=14, verbose_name='stand')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='waarom')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='getoetst op')),
                ('hidden_because', models.CharField(blank=True, max_length=300, verbose_name='waarom verborgen')),
                ('is_held', models.BooleanField(default=False, verbose_name='wacht op een eerste blik')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='ingestuurd op')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='initiatives.budgetround')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposal', to='initiatives.initiative', verbose_name='initiatief')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'voorstel voor een budget',
                'verbose_name_plural': 'voorstellen voor budgetten',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('budget', 'number'), name='proposal_number_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='proposal_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'haalbaar'), _negated=True), models.Q(('cost_cents__gt', 0), ('cost_cents__isnull', False)), _connector='OR'), name='proposal_feasible_has_cost'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['haalbaar', 'niet haalbaar']), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='proposal_decided_why'), models.CheckConstraint(condition=models.Q(('is_held', False), ('state__in', ['ingestuurd', 'ingetrokken']), _connector='OR'), name='proposal_placed_first')],
            },
        ),
    ]
