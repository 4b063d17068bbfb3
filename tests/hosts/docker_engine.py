"""A Docker engine for tests, and an image to build upon, made of this very machine: no registry is needed."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """dockerd with all its state in that folder; its address."""
    socket = folder / "docker.sock"
    log = folder / "log"
    options = ["--data-root", folder / "data", "--exec-root", folder / "exec", "--pidfile", folder / "pid"]
    with log.open("w") as said:
        command = ["dockerd", *map(str, options), "-H", f"unix://{socket}"]
        daemon = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
        try:
            until = time.monotonic() + 60
            while not _answers(socket):
                assert daemon.poll() is None and time.monotonic() < until, log.read_text()[-2000:]
                time.sleep(0.1)
            yield f"unix://{socket}"
        finally:
            daemon.terminate()
            daemon.wait(60)


def _answers(socket: Path) -> bool:
    command = ["curl", "-fsS", "--unix-socket", str(socket), "http://docker/_ping"]
    return subprocess.run(command, capture_output=True).returncode == 0


def base_image(folder: Path) -> str:
    """Build the image ``praetorium-test-python``: this Python with the libraries it needs, and a shell."""
    import docker

    tag = "praetorium-test-python:latest"
    root = folder / "root"
    python = root / "opt" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    leave = shutil.ignore_patterns(
        "__pycache__", "test", "tests", "idlelib", "tkinter", "site-packages", "config-*", "*.a"
    )
    shutil.copytree(Path(sys.base_prefix) / "lib" / version, python / "lib" / version, ignore=leave, symlinks=True)
    (python / "bin").mkdir()
    shutil.copy(Path(sys.executable).resolve(), python / "bin" / "python3")
    (root / "bin").mkdir()
    shutil.copy("/bin/dash", root / "bin" / "sh")
    (root / "tmp").mkdir(mode=0o1777)
    needed = [python / "bin" / "python3", root / "bin" / "sh", *python.rglob("*.so")]
    for library in _libraries(needed):
        place = root / library.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)
    with tarfile.open(folder / "root.tar", "w") as archive:
        archive.add(root, ".")
    (folder / "Dockerfile").write_text("FROM scratch\nADD root.tar /\nENV PATH=/opt/python/bin:/bin\n")
    shutil.rmtree(root)
    client = docker.from_env(timeout=300)
    try:
        client.images.build(path=str(folder), tag=tag, rm=True)
    finally:
        client.close()
    return tag


def _libraries(programs: list[Path]) -> set[Path]:
    """The shared libraries they are linked with, and the loader."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    found: set[Path] = set()
    for program in programs:
        told = subprocess.run(["ldd", str(program)], capture_output=True, text=True, env=environment).stdout
        found.update(Path(name) for name in re.findall(r"(/\S+\.so\S*)", told))
    # Its own library, where Python is built with a shared one, is found beside it.
    return {path for path in found if path.exists()}
