"""The real command in a process of its own, which starts in a fraction of a second.

Most of what a command that reads one text takes is importing and loading. Here a process does that once (loaded.py) and
is forked for each command, so that a trial of many kills spends its time on the work and is killed in the midst of it.
"""

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

HERE = Path(__file__).parent
# A fork takes over no threads, so the libraries under the models must start none.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


@cache
def _context() -> ForkServerContext:
    """Its process runs until ours ends."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["loaded"])
    path = os.pathsep.join([str(HERE.parent / "src"), str(HERE), os.environ.get("PYTHONPATH", "")])
    before = dict(os.environ)
    os.environ.update(ONE_THREAD, PYTHONPATH=path)
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    # No trial shall take its loading for work.
    (first := context.Process(target=int)).start()
    first.join()
    return context


class Started:
    """A process that runs a function, with those methods of `subprocess.Popen` that a trial needs."""

    def __init__(
        self,
        function: Callable[..., None],
        *arguments: object,
        first: Callable[[], None] | None = None,
        told: Path | None = None,
    ):
        """`first` is called in the new process before all else; its output goes to the end of `told`, where given."""
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.stdout, self.stderr = (Path(self._folder.name) / name for name in ("stdout", "stderr"))
        self.stdout, self.arguments = told or self.stdout, arguments
        self._process = _context().Process(
            target=_alone, args=(function, arguments, str(self.stdout), str(self.stderr), first)
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """As the shell has it; minus the signal's number for a process that one ended, and None while it runs."""
        return self._process.exitcode

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises `subprocess.TimeoutExpired` where the process runs on after so many seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("the process", timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self._process.pid and self._process.exitcode is None:
            os.kill(self._process.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it wrote to its output and its messages, once it has ended."""
        self.wait(timeout)
        return self.stdout.read_text("utf-8"), self.stderr.read_text("utf-8")


def _alone(
    function: Callable[..., None], arguments: Sequence[object], out: str, err: str, first: Callable[[], None] | None
) -> None:
    """Runs the function in a session of its own, with its output and messages in files."""
    os.setsid()
    # Where we run in the background the shell has us ignore Ctrl-C, and what we start would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for path, number in ((out, 1), (err, 2)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    if first:
        first()
    function(*arguments)


def command(*arguments: object, first: Callable[[], None] | None = None) -> Started:
    """`readouts` with these arguments, started."""
    return Started(_command, *map(str, arguments), first=first)


def seconds(*arguments: object) -> float:
    """The CPU seconds that the command takes undisturbed, as of `seconds_of`."""
    return seconds_of(command(*arguments))


def seconds_of(running: Started) -> float:
    """Waits for the process's end; the CPU seconds that it was last seen to have had. Raises RuntimeError, with its
    messages, when it does not end well.
    """
    took = 0.0
    while running.poll() is None:
        took = max(took, spent(running.pid))
        time.sleep(0.005)
    if running.returncode:
        raise RuntimeError(f"{running.arguments} ended with {running.returncode}: {running.stderr.read_text('utf-8')}")
    return took


def spent(process: int) -> float:
    """CPU seconds of the process and of those that it has started, in steps of a hundredth (Linux)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = " ".join(path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")).split()
    except OSError:  # it has ended meanwhile
        return 0.0
    own = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")  # user and system, its own and of children that ended
    return own + sum(spent(int(child)) for child in children)


def _command(*arguments: str) -> None:
    from readouts.cli import main

    sys.argv = ["readouts", *arguments]
    main()
