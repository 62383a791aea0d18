"""CPU time of two jobs that take turns, and what the figures say."""

from __future__ import annotations

import gc
import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

Job = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark.

    Attributes:
        what: the job.
        ours, reference: smallest CPU time in milliseconds, or a count.
        bound: the ratio that must not be passed.
        unit: of ours and reference.
    """

    what: str
    ours: float
    reference: float
    bound: float
    unit: str = "ms CPU"

    @property
    def ratio(self) -> float:
        """Ours divided by the reference."""
        return self.ours / self.reference

    @property
    def ok(self) -> bool:
        """Tell whether the bound is kept."""
        return self.ratio <= self.bound

    def words(self) -> str:
        """The printed line."""
        verdict = "ok" if self.ok else "OVER"
        return (
            f"{self.what}: ours {self.ours:.3f}, reference {self.reference:.3f} {self.unit}, "
            f"ratio {self.ratio:.2f}, bound {self.bound:.2f}, {verdict}"
        )


@dataclass(frozen=True)
class NotMeasured:
    """A line that could not be measured here, and why."""

    what: str
    why: str

    ok = True

    def words(self) -> str:
        """The printed line."""
        return f"{self.what}: not measured: {self.why}"


def in_turns(ours: Job, reference: Job, repetitions: int) -> tuple[float, float]:
    """Run both jobs in turns and return each one's smallest CPU time in milliseconds.

    Each runs once unmeasured first; the garbage collector runs between, not inside, the jobs.
    """
    ours()
    reference()
    best = [float("inf"), float("inf")]
    for turn in range(repetitions):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            best[which] = min(best[which], _cpu_of((ours, reference)[which]))
    return best[0], best[1]


def _cpu_of(job: Job) -> float:
    gc.collect()
    started = time.process_time()
    job()
    return (time.process_time() - started) * 1000


def whole_process(command: list[str], environment: dict[str, str]) -> float:
    """Run a command and return the CPU milliseconds of its whole process, user and system.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000
