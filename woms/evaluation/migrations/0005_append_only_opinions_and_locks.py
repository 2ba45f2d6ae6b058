from django.db import migrations

from woms.core.append_only import append_only


class Migration(migrations.Migration):
    """Opinions of the collective and locked results only grow."""

    dependencies = [("evaluation", "0004_groups_facts_appeals_locks"), ("records", "0002_append_only")]
    operations = [
        append_only("evaluation_collectiveopinion"),
        append_only("evaluation_cyclelock"),
        append_only("evaluation_lockedresult"),
    ]
