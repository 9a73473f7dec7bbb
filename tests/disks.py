"""Disks that are small or cannot be written to, for tests of what is said then and of the way back."""

import os
import resource
import subprocess
from contextlib import contextmanager
from functools import partial

import pytest

MORE = 256  # megabytes of a disk on which room was made


def _mounted(*arguments):
    """Mounts, or skips where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    found = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True)
    if found.returncode:
        pytest.skip(f"no disk can be mounted here: {found.stderr.strip()}")


@contextmanager
def small(folder, kilobytes):
    """The folder as a disk of that size; gives a function that makes room on it."""
    folder.mkdir(exist_ok=True)
    _mounted("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder)
    try:
        yield lambda: subprocess.run(["mount", "-o", f"remount,size={MORE}m", str(folder)], check=True)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def read_only(folder):
    """The folder as a disk that may only be read, also by root."""
    _mounted("--bind", folder, folder)
    try:
        _mounted("-o", "remount,bind,ro", folder)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def short_files(bytes_):
    """To be called first in a new process: no file of the new process may grow beyond so many bytes."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (bytes_, bytes_))
