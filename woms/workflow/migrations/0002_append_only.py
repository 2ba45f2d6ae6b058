from django.db import migrations

from woms.core.append_only import append_only


class Migration(migrations.Migration):
    """Decisions only grow."""

    dependencies = [("workflow", "0001_initial"), ("records", "0002_append_only")]
    operations = [append_only("workflow_decision")]
