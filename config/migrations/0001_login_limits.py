"""The table in which attempts to log in are counted; read and written by Django's database cache."""

from django.db import migrations

CREATE = """
CREATE TABLE login_limits (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX login_limits_expires ON login_limits (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE login_limits;")]
