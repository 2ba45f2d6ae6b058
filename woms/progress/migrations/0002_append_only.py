from django.db import migrations

from woms.core.append_only import append_only


class Migration(migrations.Migration):
    """Reported numbers only grow."""

    dependencies = [("progress", "0001_initial"), ("records", "0002_append_only")]
    operations = [append_only("progress_checkin")]
