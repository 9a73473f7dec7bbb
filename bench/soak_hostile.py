"""The long run of hostile input: many generated cases for every parser and finder, and what was found.

    python bench/soak_hostile.py                        10,000 cases a target, or an hour of CPU
    python bench/soak_hostile.py --cases 500 --seconds 60 pages pdf_files
    python bench/soak_hostile.py --engine atheris --seconds 600 pages

Prints a row of Markdown for each target: the cases that ran, CPU seconds, the slowest case, growth of memory, and
faults. Exit code 1 when there is a fault. A fault is printed twice: at once, with the case as it came, so that it is
not lost with a run that is stopped; and when the target is done, with the case shortened as far as it still shows it.
"""

import argparse
import resource
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

TESTS = Path(__file__).parent.parent / "tests"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all when none is named")
    parser.add_argument("--cases", type=int, default=10_000, help="for each target, at most")
    parser.add_argument(
        "--seconds", type=int, default=3600, help="of CPU for each target, at most (atheris: of the clock)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["hypothesis", "atheris"], default="hypothesis")
    given_ = parser.parse_args()
    targets = known_targets(given_.engine)
    if unknown := set(given_.targets) - set(targets):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(targets)}")
    names = given_.targets or list(targets)
    if given_.engine == "atheris":
        if len(names) != 1:
            parser.error("atheris takes one target a run, since it ends the process")
        guided(*targets[names[0]], given_.seconds, given_.seed)
        return
    print(f"seed {given_.seed}, Python {sys.version.split()[0]}\n")
    print("| target | cases | CPU s | slowest case, s | memory, MB | faults |\n|---|---|---|---|---|---|")
    bounds = given_.cases, given_.seconds, given_.seed
    faults = [fault for name in names if (fault := soaked(name, *targets[name], *bounds))]
    print("\n" + "\n\n".join(faults) if faults else "\nno faults")
    sys.exit(bool(faults))


def known_targets(engine: str) -> dict[str, tuple[Any, Callable[[Any], None]]]:
    """Each target's strategy and function. Atheris watches which lines of the package a case reaches."""
    sys.path.insert(0, str(TESTS))
    watched: AbstractContextManager[Any] = nullcontext()
    if engine == "atheris":
        try:
            import atheris
        except ImportError:
            sys.exit("atheris is not installed: pip install atheris (Linux and macOS)")
        watched = atheris.instrument_imports(include=["readouts"])
    with watched:
        from hostile import TARGETS
    return TARGETS


def soaked(
    name: str, strategy: Any, target: Callable[[Any], None], cases: int, seconds: float, start: int
) -> str | None:
    """Runs the target and prints its row. What went wrong, with the shortest case that shows it; None: nothing."""
    seen = Seen(name, target, seconds)
    run = settings(
        max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True,
        phases=(Phase.generate, Phase.shrink),
    )(seed(start)(given(strategy)(lambda case: seen(case))))  # fmt: skip
    began, before, fault = time.process_time(), memory(), None
    try:
        run()
    except TimeIsUp:
        pass
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = f"## {name}\n\n" + "".join(traceback.format_exception(error)[-12:])
    took = time.process_time() - began
    grown = memory() - before
    print(
        f"| {name} | {seen.cases:,} | {took:.0f} | {seen.slowest:.2f} | +{grown:.0f} | {int(bool(fault))} |", flush=True
    )
    return fault


class TimeIsUp(BaseException):
    """The target has had its CPU seconds. Not an Exception, which Hypothesis would take for a fault of the case."""


class Seen:
    """A target that counts its cases, keeps the longest time one took, and ends when it has had its CPU seconds."""

    def __init__(self, name: str, target: Callable[[Any], None], seconds: float) -> None:
        self.name, self.target = name, target
        self.cases, self.slowest, self.broken = 0, 0.0, False
        self.until = time.process_time() + seconds

    def __call__(self, case: Any) -> None:
        began = time.process_time()
        if began > self.until and not self.broken:  # a broken one is still shortened
            raise TimeIsUp
        try:
            self.target(case)
        except Exception as error:
            self._tell(case, error)
            raise
        finally:
            self.cases += 1
            self.slowest = max(self.slowest, time.process_time() - began)

    def _tell(self, case: Any, error: Exception) -> None:
        """Prints the first fault as it came: the run may be stopped, or the case may not show it again."""
        if not self.broken:
            told = "".join(traceback.format_exception(error)[-12:])
            print(f"{self.name}, case {self.cases + 1}: {case!r}\n{told}", file=sys.stderr, flush=True)
        self.broken = True


def memory() -> float:
    """The most memory that the process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def guided(strategy: Any, target: Callable[[Any], None], seconds: int, start: int) -> None:
    """The target under atheris, which makes new cases of those that reached new code."""
    import atheris

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def run(case: Any) -> None:
        target(case)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", f"-seed={start}", "-max_len=8192"],
                  run.hypothesis.fuzz_one_input)  # fmt: skip
    with atheris.instrument_imports(include=["readouts"]):  # what targets import when they first run
        atheris.Fuzz()


if __name__ == "__main__":
    main()
