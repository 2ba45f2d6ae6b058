from django.db import migrations

from woms.core.append_only import append_only


class Migration(migrations.Migration):
    """Marks, scores and ratings only grow."""

    dependencies = [("evaluation", "0001_initial"), ("records", "0002_append_only")]
    operations = [
        append_only("evaluation_generalscore"),
        append_only("evaluation_scoresheet"),
        append_only("evaluation_rating"),
    ]
