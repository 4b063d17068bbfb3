"""What a confined command gets, gives back, and how it ends."""

import asyncio
import json
import sys
import time
from pathlib import Path

import psutil
import pytest

from praetorium.errors import RefusedError, UserError
from praetorium.executors.ports import Limits
from praetorium.workspace import Confinement, bubblewrap, confinement, confinement_status

PYTHON = str(Path(sys.executable).resolve())


async def test_a_command_gives_code_and_outputs(confined: Confinement, folder: Path) -> None:
    done = await confined.run(["sh", "-c", "echo out; echo err >&2; exit 3"], folder=folder)
    assert (done.code, done.stdout, done.stderr) == (3, "out\n", "err\n")
    assert not done.timed_out
    assert done.exceeded == ""


async def test_it_works_in_the_folder_and_may_write_there(confined: Confinement, folder: Path) -> None:
    done = await confined.run(["sh", "-c", "pwd; echo made > file; mkdir sub"], folder=folder)
    assert done.stdout == f"{folder.resolve()}\n"
    made = folder / "file"
    assert made.read_text() == "made\n"
    assert made.stat().st_uid == folder.stat().st_uid
    made.unlink()
    (folder / "sub").rmdir()


async def test_a_program_that_is_not_there_is_named(confined: Confinement, folder: Path) -> None:
    done = await confined.run(["no-such-program"], folder=folder)
    assert done.code != 0
    assert "no-such-program" in done.tail


async def test_a_signal_is_a_negative_code(confined: Confinement, folder: Path) -> None:
    done = await confined.run(["sh", "-c", "kill -KILL $$"], folder=folder)
    assert done.code == -9


async def test_granted_variables_arrive_with_any_value(confined: Confinement, folder: Path) -> None:
    value = "a b\n\"c\" 'd' %(x)s $HOME ;#"
    done = await confined.run(
        [PYTHON, "-c", "import os; print(os.environ['X'], end='')"], folder=folder, environment={"X": value}
    )
    assert done.stdout == value


@pytest.mark.parametrize("name", ["LD_PRELOAD", "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "", "A=B"])
async def test_variables_that_would_change_what_confines_are_refused(
    limits: Confinement, folder: Path, name: str
) -> None:
    with pytest.raises(UserError, match="cannot be given"):
        await limits.run(["true"], folder=folder, environment={name: "x"})


async def test_a_missing_folder_and_an_empty_command_are_refused(confined: Confinement, folder: Path) -> None:
    with pytest.raises(UserError, match="not there"):
        await confined.run(["true"], folder=folder / "missing")
    with pytest.raises(UserError, match="no command"):
        await confined.run([], folder=folder)


async def test_the_home_itself_is_no_place_to_work_in(full: Confinement, home: Path) -> None:
    with pytest.raises(RefusedError):
        await full.run(["true"], folder=home)


async def test_a_command_that_takes_too_long_is_ended(confined: Confinement, folder: Path) -> None:
    begun = time.monotonic()
    done = await confined.run(["sleep", "60"], folder=folder, limits=Limits(seconds=0.4))
    assert done.timed_out
    assert done.exceeded == "it ran longer than 0.4 s"
    assert time.monotonic() - begun < 10


async def test_cancelling_ends_it_all(confined: Confinement, folder: Path) -> None:
    running = asyncio.create_task(confined.run(["sh", "-c", "setsid sleep 61 & touch begun; sleep 61"], folder=folder))
    await asyncio.to_thread(_wait, lambda: (folder / "begun").exists())
    assert _of("sleep", "61")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not _of("sleep", "61")


async def test_what_ignores_sigterm_is_ended_all_the_same(limits: Confinement, folder: Path) -> None:
    script = "trap '' TERM; touch begun; while :; do sleep 0.1; done"
    running = asyncio.create_task(limits.run(["sh", "-c", script], folder=folder))
    await asyncio.to_thread(_wait, lambda: (folder / "begun").exists())
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not _of("sh", "-c", script)


async def test_long_output_is_kept_in_bounds(confined: Confinement, folder: Path) -> None:
    script = "import sys\nfor i in range(400_000): print(i, 'é' * 10)\nprint('the end')"
    done = await confined.run([PYTHON, "-c", script], folder=folder)
    assert len(done.stdout) == 200_000
    assert done.stdout.endswith("the end\n")


async def test_many_at_once_do_not_disturb_each_other(confined: Confinement, folder: Path) -> None:
    done = await asyncio.gather(*(confined.run(["sh", "-c", f"echo {n}; exit {n}"], folder=folder) for n in range(8)))
    assert [(each.code, each.stdout) for each in done] == [(n, f"{n}\n") for n in range(8)]


async def test_an_environment_of_another_python_is_seen(full: Confinement, folder: Path, home: Path) -> None:
    place = home / "environments" / "one"
    (place / "bin").mkdir(parents=True)
    (place / "pyvenv.cfg").write_text(f"home = {Path(PYTHON).parent}\n")
    (place / "bin" / "python").symlink_to(PYTHON)
    done = await full.run(
        [str(place / "bin" / "python"), "-c", "import sys; print(sys.prefix)"], folder=folder, readable=[place]
    )
    assert (done.code, done.stdout) == (0, f"{place}\n"), done.stderr


@pytest.mark.parametrize("store", [".pyenv/versions", ".local/share/uv/python"])
async def test_a_projects_environment_sees_its_interpreter_and_none_beside_it(
    full: Confinement, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    """Its own Python may be another than ours, kept by a version manager in the person's home."""
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    kept = tmp_path / "person" / store
    for name in ("one", "other"):
        (kept / name / "bin").mkdir(parents=True)
        (kept / name / "bin" / "python").write_text("#!/bin/sh\necho ran")
        (kept / name / "bin" / "python").chmod(0o755)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(kept / "one" / "bin" / "python")
    (folder / ".venv" / "pyvenv.cfg").write_text(f"home = {kept}/one/bin\n")
    done = await full.run(["sh", "-c", f".venv/bin/python; ls {kept}; ls {kept.parent}"], folder=folder)
    assert done.stdout.split() == ["ran", "one", kept.name], done.stderr
    (folder / ".venv" / "pyvenv.cfg").write_text(f"home = {kept}/bin\nhome = {kept}/../bin\n")
    assert (await full.run(["ls", str(kept)], folder=folder)).code != 0


async def test_listed_folders_are_readable_or_writable(full: Confinement, folder: Path, home: Path) -> None:
    (home / "in").mkdir()
    (home / "in" / "given").write_text("given")
    (home / "out").mkdir()
    script = f"cat {home}/in/given; echo x > {home}/in/more; echo made > {home}/out/made"
    done = await full.run(["sh", "-c", script], folder=folder, readable=[home / "in"], writable=[home / "out"])
    assert done.stdout == "given"
    assert "Read-only" in done.stderr
    assert (home / "out" / "made").read_text() == "made\n"


def test_a_wrapped_service_listens_and_ends_with_all_it_started(confined: Confinement, folder: Path) -> None:
    script = (
        "import os, socket, subprocess\n"
        "subprocess.Popen(['sleep', '62'], start_new_session=True)\n"
        "s = socket.create_server(('127.0.0.1', 0))\n"
        "open('port', 'w').write(str(s.getsockname()[1]))\n"
        "s.accept()[0].sendall(b'hello')\n"
        "input()\n"
        "s.accept()"
    )
    argv = confined.wrap([PYTHON, "-c", script], folder=folder)
    service = psutil.Popen(argv, cwd=folder, env={"PATH": "/usr/bin:/bin"}, stdin=-1, start_new_session=True)
    try:
        _wait(lambda: (folder / "port").exists() and (folder / "port").read_text() != "")
        import socket

        with socket.create_connection(("127.0.0.1", int((folder / "port").read_text())), timeout=5) as client:
            assert client.recv(5) == b"hello"
        assert _of("sleep", "62")
        service.terminate()
        assert service.wait(10) is not None
        assert not _of("sleep", "62")
    finally:
        service.stdin.close()
        if service.is_running():
            service.kill()
            service.wait(5)


def test_a_wrapped_service_may_end_itself_in_order(confined: Confinement, folder: Path) -> None:
    script = (
        "import signal, sys, time\n"
        "def end(*_): open('ended', 'w').write('in order'); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "open('begun', 'w').close()\n"
        "while True: time.sleep(0.05)"
    )
    service = psutil.Popen(
        confined.wrap([PYTHON, "-c", script], folder=folder),
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        start_new_session=True,
    )
    _wait(lambda: (folder / "begun").exists())
    service.terminate()
    assert service.wait(10) == 0
    assert (folder / "ended").read_text() == "in order"


def test_the_level_is_found_by_trying(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "missing", lambda: "bubblewrap is not installed")
    found = Confinement.detect(home)
    assert (found.level, found.status.missing) == ("limits", "bubblewrap is not installed")
    with pytest.raises(UserError, match="not installed"):
        Confinement.detect(home, "full")
    assert confinement_status(home, "full").level == "none"


def test_a_broken_bubblewrap_is_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'bwrap: no permissions to create a new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}:/usr/bin:/bin")
    bubblewrap.missing.cache_clear()
    try:
        assert "no permissions to create a new namespace" in str(Confinement.detect(home).missing)
    finally:
        bubblewrap.missing.cache_clear()


def test_the_wrapped_command_is_one_argv(limits: Confinement, folder: Path) -> None:
    argv = limits.wrap(["program", "with space"], folder=folder)
    assert argv[-2:] == ("program", "with space")
    assert json.loads(argv[4])["processes"] == confinement.SERVICE.processes


def _of(*argv: str) -> list[psutil.Process]:
    """Living processes with exactly that command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["cmdline"] == list(argv) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def _wait(condition, seconds: float = 10.0) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.01)
