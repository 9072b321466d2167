from django.db import migrations


class Migration(migrations.Migration):
    """Make the key of observations a covering one: figures are then read from the index alone."""

    dependencies = [("regioscan", "0001_regions_indicators_observations")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE regioscan_observation DROP CONSTRAINT regioscan_observation_pkey;
                ALTER TABLE regioscan_observation
                    ADD CONSTRAINT regioscan_observation_pkey
                    PRIMARY KEY (indicator_id, period, region_id) INCLUDE (status, value);
            """,
            reverse_sql="""
                ALTER TABLE regioscan_observation DROP CONSTRAINT regioscan_observation_pkey;
                ALTER TABLE regioscan_observation
                    ADD CONSTRAINT regioscan_observation_pkey PRIMARY KEY (indicator_id, period, region_id);
            """,
        )
    ]
