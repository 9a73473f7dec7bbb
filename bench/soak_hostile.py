"""The long run of hostile input: many generated cases for every parser and finder, and what was found.

    python bench/soak_hostile.py                        10,000 cases a target
    python bench/soak_hostile.py --cases 500 pages pdf_files
    python bench/soak_hostile.py --engine atheris --seconds 600 pages

Prints a row of Markdown for each target: cases, CPU seconds, the slowest case, growth of memory, and faults. Exit code
1 when there is a fault; each is printed with the case that shows it, shortened as far as it still does.
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
    parser.add_argument("--cases", type=int, default=10_000, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["hypothesis", "atheris"], default="hypothesis")
    parser.add_argument("--seconds", type=int, default=600, help="of atheris, which knows no number of cases")
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
    faults = [fault for name in names if (fault := soaked(name, *targets[name], given_.cases, given_.seed))]
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


def soaked(name: str, strategy: Any, target: Callable[[Any], None], cases: int, start: int) -> str | None:
    """Runs the target and prints its row. What went wrong, with the shortest case that shows it; None: nothing."""
    seen = Seen(target)
    run = settings(
        max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True,
        phases=(Phase.generate, Phase.shrink),
    )(seed(start)(given(strategy)(lambda case: seen(case))))  # fmt: skip
    began, before, fault = time.process_time(), memory(), None
    try:
        run()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = f"## {name}\n\n" + "".join(traceback.format_exception(error)[-12:])
        print(fault, file=sys.stderr, flush=True)  # at once: the run may be stopped before its end
    took = time.process_time() - began
    grown = memory() - before
    print(
        f"| {name} | {seen.cases:,} | {took:.0f} | {seen.slowest:.2f} | +{grown:.0f} | {int(bool(fault))} |", flush=True
    )
    return fault


class Seen:
    """A target that counts its cases and keeps the longest time one took."""

    def __init__(self, target: Callable[[Any], None]) -> None:
        self.target, self.cases, self.slowest = target, 0, 0.0

    def __call__(self, case: Any) -> None:
        began = time.process_time()
        try:
            self.target(case)
        finally:
            self.cases += 1
            self.slowest = max(self.slowest, time.process_time() - began)


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
