"""What is true of the built sample. One module, because the sample is built once a module; the tests are in built/."""

import pytest

for topic in ("checking", "evaluation", "organization", "plans", "progress", "usage"):
    pytest.register_assert_rewrite(f"tests.unit.sample.built.{topic}")

# After the line above, so that a failure shows its values; all names, because every test of a topic belongs here.
from tests.unit.sample.built.checking import *  # noqa: E402, F403
from tests.unit.sample.built.evaluation import *  # noqa: E402, F403
from tests.unit.sample.built.organization import *  # noqa: E402, F403
from tests.unit.sample.built.plans import *  # noqa: E402, F403
from tests.unit.sample.built.progress import *  # noqa: E402, F403
from tests.unit.sample.built.usage import *  # noqa: E402, F403

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
