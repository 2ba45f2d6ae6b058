"""Version 1 of the typed API: the same services and queries as the pages."""

from woms.api.v1.root import api

__all__ = ["api"]
