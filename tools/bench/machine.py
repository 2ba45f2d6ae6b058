"""What the figures were measured on: figures without it mean nothing. No name and no address of the machine."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass

from woms.core import clock


@dataclass(frozen=True, slots=True)
class Machine:
    measured_on: str
    cores: int
    memory_gb: int
    python: str
    system: str
    load: float

    @classmethod
    def here(cls) -> Machine:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return cls(
            measured_on=clock.today().isoformat(),
            cores=len(os.sched_getaffinity(0)),
            memory_gb=round(memory / 2**30),
            python=platform.python_version(),
            system=platform.system(),
            load=os.getloadavg()[0],
        )

    def __str__(self) -> str:
        busy = f"; load {self.load:.1f} before the start" + (", so it was busy" if self.load > 1 else "")
        return f"{self.measured_on}: {self.cores} cores, {self.memory_gb} GB, {self.system}, Python {self.python}{busy}"
