"""The offices of the use cases' tests, and a profile for fuzzing."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.usecases.conftest import built_distributed, built_office, fresh, office

__all__ = ["built_distributed", "built_office", "fresh", "office"]

LONG_RUN = int(os.environ.get("KINERJA_FUZZ_EXAMPLES", "0"))
"""How many examples a long run tries; 0 for the fixed budget."""

settings.register_profile(
    "fuzz",
    max_examples=LONG_RUN or 150,
    derandomize=not LONG_RUN,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
