from django.db import migrations

from woms.core.append_only import CREATE_FUNCTION, append_only


class Migration(migrations.Migration):
    """The event log only grows."""

    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION woms_refuse_change()"),
        append_only("records_event"),
    ]
