"""One server for all tests: the embedded one (or PG_BINDIR, or DATABASE_URL), stopped when the run ends.

Loaded with `-p` so that the address is known before Django reads its settings; parallel workers inherit it.
"""

from __future__ import annotations

import os

os.environ.setdefault("WOMS_ENV", "test")

if not os.environ.get("DATABASE_URL"):
    from config.paths import HOME
    from config.postgres.server import EmbeddedServer

    name = "postgres-test-other" if os.environ.get("PG_BINDIR") else "postgres-test"
    server = EmbeddedServer(HOME / name, fast_unsafe=True)
    server.attach()
    os.environ["DATABASE_URL"] = server.url()
