from django.db import migrations

from woms.core.append_only import append_only


class Migration(migrations.Migration):
    """Drafts of a fund, their shares and the decisions only grow."""

    dependencies = [("evaluation", "0007_added_income_funds"), ("records", "0002_append_only")]
    operations = [
        append_only("evaluation_addedincomefund"),
        append_only("evaluation_addedincomeshare"),
        append_only("evaluation_funddecision"),
    ]
