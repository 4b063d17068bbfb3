"""Attacks from inside: what a confined command tries, and what becomes of it.

Level limits promises less than level full: an environment of its own, the limits, and that nothing outlives it.
"""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from praetorium.errors import RefusedError
from praetorium.executors.ports import Completed, Limits
from praetorium.workspace import Confinement

PYTHON = str(Path(sys.executable).resolve())
SMALL = Limits(seconds=20, memory_mb=200, processes=40, file_mb=20, disk_mb=40)


async def attack(confined: Confinement, folder: Path, script: str, limits: Limits = SMALL, **more: object) -> Completed:
    """Run Python code in confinement."""
    return await confined.run([PYTHON, "-c", textwrap.dedent(script)], folder=folder, limits=limits, **more)  # type: ignore[arg-type]


# Reading what is not its own


async def test_our_environment_is_not_handed_on(
    confined: Confinement, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "the crown jewels")
    done = await attack(confined, folder, "import os; print(dict(os.environ))")
    assert done.code == 0
    assert "crown jewels" not in done.stdout
    assert "SECRET_OF_OURS" not in done.stdout


async def test_no_process_of_ours_can_be_looked_into(full: Confinement, folder: Path) -> None:
    script = f"import os; print(os.path.exists('/proc/{os.getpid()}')); print(open('/proc/1/environ').read())"
    done = await attack(full, folder, script)
    assert done.stdout.startswith("False") or str(Path.home()) not in done.stdout
    seen = await full.run(["sh", "-c", "ls -d /proc/[0-9]* | wc -l"], folder=folder)
    assert int(seen.stdout) < 10


async def test_no_process_of_ours_can_be_signalled(full: Confinement, folder: Path) -> None:
    victim = await asyncio.create_subprocess_exec("sleep", "63")
    try:
        done = await attack(full, folder, f"import os; os.kill({victim.pid}, 9)")
        assert done.code != 0
        assert victim.returncode is None
    finally:
        victim.kill()
        await victim.wait()


@pytest.mark.parametrize("way", ["plainly", "by ..", "by a link", "by a link to a folder", "by /proc"])
async def test_the_home_cannot_be_read(full: Confinement, folder: Path, home: Path, way: str) -> None:
    target = {
        "plainly": str(home / "secret"),
        "by ..": "../../secret",
        "by a link": "link",
        "by a link to a folder": "folder/secret",
        "by /proc": f"/proc/1/root{home}/secret",
    }[way]
    (folder / "link").symlink_to(home / "secret")
    (folder / "folder").symlink_to(home)
    done = await full.run(["cat", target], folder=folder)
    assert done.code != 0
    assert "crown jewels" not in done.stdout


@pytest.mark.parametrize("way", ["a neighbour", "the whole machine", "by a link", "our own home", "by .."])
async def test_an_environment_it_wrote_itself_shows_nothing_more(
    full: Confinement, folder: Path, home: Path, tmp_path: Path, way: str
) -> None:
    """``pyvenv.cfg`` names the interpreter's folder: whoever writes it is not believed."""
    private = tmp_path / "private"
    (private / "bin").mkdir(parents=True)
    (private / "key").write_text("the crown jewels")
    named = {
        "a neighbour": f"{private}/bin",
        "the whole machine": "/bin-of-nobody",
        "by a link": f"{folder}/link/bin",
        "our own home": f"{home}/bin",
        "by ..": f"{sys.base_prefix}/{'../' * 20}{private}/bin",
    }[way]
    (folder / "link").symlink_to(private)
    write = f"mkdir -p .venv venv; echo 'home = {named}' | tee .venv/pyvenv.cfg > venv/pyvenv.cfg"
    assert (await full.run(["sh", "-c", write], folder=folder)).code == 0
    done = await full.run(["cat", str(private / "key"), str(home / "secret"), "link/key"], folder=folder)
    assert done.code != 0
    assert "crown jewels" not in done.stdout


async def test_an_environment_that_is_shown_names_no_other_folder(
    full: Confinement, folder: Path, home: Path, tmp_path: Path
) -> None:
    """Also one beside the folder may have been written by what was once run in it."""
    (tmp_path / "private" / "bin").mkdir(parents=True)
    (tmp_path / "private" / "key").write_text("the crown jewels")
    place = home / "environments" / "one"
    place.mkdir(parents=True)
    (place / "pyvenv.cfg").write_text(f"home = {tmp_path}/private/bin\n")
    done = await full.run(["cat", str(tmp_path / "private" / "key")], folder=folder, readable=[place])
    assert done.code != 0
    assert "crown jewels" not in done.stdout


@pytest.mark.parametrize("content", [b"\xff\xfe home = /x", b"home = \0", b"home"])
async def test_an_environment_full_of_rubbish_does_no_harm(full: Confinement, folder: Path, content: bytes) -> None:
    (folder / ".venv").mkdir()
    (folder / ".venv" / "pyvenv.cfg").write_bytes(content)
    os.truncate(folder / ".venv" / "pyvenv.cfg", 1 << 40)
    assert (await full.run(["echo", "well"], folder=folder)).stdout == "well\n"


async def test_the_home_stays_hidden_in_a_folder_around_it(full: Confinement, home: Path, folder: Path) -> None:
    """A project may hold Praetorium's home, and what is readable may, too."""
    look = f"ls -A {home}; cat {home}/secret; touch {home}/made"
    around = await full.run(["sh", "-c", look], folder=home.parent)
    beside = await full.run(["sh", "-c", look], folder=folder, readable=[home.parent])
    for done in (around, beside):
        assert "crown jewels" not in done.stdout
        assert not {"secret", "made"} & set(done.stdout.split())
        assert "Read-only" in done.stderr
    assert sorted(path.name for path in home.iterdir()) == ["secret", "workspaces"]


@pytest.mark.parametrize("shown", ["/", "its home"])
async def test_neither_the_machine_nor_the_home_can_be_shown(
    full: Confinement, folder: Path, home: Path, shown: str
) -> None:
    with pytest.raises(RefusedError, match="cannot be shown"):
        await full.run(["true"], folder=folder, readable=[home if shown == "its home" else Path(shown)])


async def test_other_workspaces_cannot_be_seen(full: Confinement, folder: Path) -> None:
    other = folder.parent / "req-2"
    other.mkdir()
    (other / "file").write_text("another's")
    done = await full.run(["sh", "-c", "ls -a ..; cat ../req-2/file"], folder=folder)
    assert "req-2" not in done.stdout
    assert "another's" not in done.stdout


async def test_homes_and_the_machines_secrets_cannot_be_seen(full: Confinement, folder: Path) -> None:
    script = "ls -A /home /root /var /srv /mnt /run; cat /etc/shadow /etc/sudoers /etc/ssh/*; ls /etc/ssl/private"
    done = await full.run(["sh", "-c", script], folder=folder)
    # An interpreter that lives in a home shows its own folder there, and nothing beside it.
    shown = set(done.stdout.split()) - {"/home:", "/root:", "/var:", "/srv:", "/mnt:", "/run:"}
    assert shown <= set(Path(sys.base_prefix).parts), done.stdout


# Writing what is not its own


@pytest.mark.parametrize("way", ["by ..", "by a link", "plainly", "into the system"])
async def test_nothing_can_be_written_outside(full: Confinement, folder: Path, home: Path, way: str) -> None:
    outside = folder.parent / "outside"
    (folder / "link").symlink_to(home / "secret")
    target = {"by ..": "../outside", "by a link": "link", "plainly": str(outside), "into the system": "/usr/outside"}[
        way
    ]
    # Where the folder lies below /tmp, its parents are the sandbox's own, and writing there comes to nothing.
    await full.run(["sh", "-c", f"echo taken > {target}"], folder=folder)
    assert not outside.exists()
    assert not Path("/usr/outside").exists()
    assert (home / "secret").read_text() == "the crown jewels"


async def test_it_has_no_rights_to_gain(full: Confinement, folder: Path) -> None:
    script = (
        "id -u; grep CapEff /proc/self/status; mount -t tmpfs x /tmp; unshare -U true; echo > /proc/sys/kernel/panic"
    )
    done = await full.run(["sh", "-c", script], folder=folder)
    assert done.code != 0
    assert done.stdout.split() == ["65534", "CapEff:", "0000000000000000"]
    assert len(done.stderr.splitlines()) >= 3, done.stderr


# The network


@pytest.fixture
def listener():  # type: ignore[no-untyped-def]
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


CONNECT = "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=3); print('connected')"


async def test_the_network_cannot_be_reached(full: Confinement, folder: Path, listener: int) -> None:
    done = await attack(full, folder, CONNECT.format(port=listener))
    assert "connected" not in done.stdout
    assert "Error" in done.stderr
    seen = await attack(full, folder, "import socket; print([name for _, name in socket.if_nameindex()])")
    assert seen.stdout == "['lo']\n"


async def test_it_is_reached_when_granted(full: Confinement, folder: Path, listener: int) -> None:
    done = await attack(full, folder, CONNECT.format(port=listener), network=True)
    assert done.stdout == "connected\n", done.stderr


async def test_a_test_suite_may_talk_to_itself(full: Confinement, folder: Path) -> None:
    script = """
        import socket
        server = socket.create_server(('127.0.0.1', 0))
        socket.create_connection(server.getsockname())
        print('connected')
    """
    assert (await attack(full, folder, script)).stdout == "connected\n"


# Using up the machine


async def test_a_fork_bomb_is_ended(confined: Confinement, folder: Path) -> None:
    begun = time.monotonic()
    done = await confined.run(["bash", "-c", "bomb() { bomb | bomb & }; bomb; sleep 30"], folder=folder, limits=SMALL)
    assert done.exceeded == "it had more than 40 processes and threads at once"
    assert done.code != 0
    assert time.monotonic() - begun < 15
    assert not _running_in(folder)


async def test_threads_without_end_are_ended(confined: Confinement, folder: Path) -> None:
    script = """
        import threading, time
        threading.stack_size(64 * 1024)
        while True:
            threading.Thread(target=time.sleep, args=(9,)).start()
    """
    done = await attack(confined, folder, script)
    assert done.code != 0
    assert "processes and threads" in done.exceeded or "can't start new thread" in done.stderr


async def test_memory_is_limited(confined: Confinement, folder: Path) -> None:
    done = await attack(confined, folder, "x = b'x' * (600 * 1024 * 1024); print('had it')")
    assert done.code != 0
    assert "had it" not in done.stdout


async def test_memory_is_limited_for_all_its_processes_together(confined: Confinement, folder: Path) -> None:
    script = """
        import os, time
        for _ in range(6):
            if os.fork() == 0:
                x = os.urandom(100 * 1024 * 1024)
                time.sleep(30)
        for _ in range(6):
            os.wait()
    """
    begun = time.monotonic()
    done = await attack(confined, folder, script)
    # The kernel may end the children one by one, or the guard all of them.
    assert done.exceeded == "it used more than 200 MB of memory"
    assert time.monotonic() - begun < 15


async def test_a_large_file_is_refused(confined: Confinement, folder: Path) -> None:
    done = await confined.run(["sh", "-c", "head -c 100M /dev/zero > large"], folder=folder, limits=SMALL)
    assert done.code != 0
    assert (folder / "large").stat().st_size <= 20 * 1024 * 1024


async def test_filling_the_disk_with_many_files_is_ended(confined: Confinement, folder: Path) -> None:
    script = """
        import os, pathlib
        for n in range(100_000):
            pathlib.Path(f'file{n}').write_bytes(os.urandom(1024 * 1024))
    """
    done = await attack(confined, folder, script)
    assert done.exceeded == "it wrote more than 40 MB"
    # What was written before the guard looked again is bounded by how fast a disk is.
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000 * 1024 * 1024


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", "/"])
async def test_memory_cannot_be_filled_by_the_scratch_folders(full: Confinement, folder: Path, place: str) -> None:
    script = f"for n in 1 2 3 4 5 6 7 8; do head -c 15M /dev/zero > {place}/file$n || exit 1; done"
    done = await full.run(["sh", "-c", script], folder=folder, limits=SMALL)
    assert done.code != 0
    assert "No space left" in done.stderr or "Read-only" in done.stderr


async def test_output_without_end_is_ended_by_the_clock(confined: Confinement, folder: Path) -> None:
    before = psutil.Process().memory_info().rss
    done = await confined.run(["yes", "x" * 500], folder=folder, limits=Limits(seconds=1.0))
    assert done.timed_out
    assert len(done.stdout) == 200_000
    assert psutil.Process().memory_info().rss - before < 100 * 1024 * 1024


# Outliving the command


DAEMON = """
    import os, sys, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 20)
            os.execve('/bin/sleep', ['{name}', '64'], {{}})
        os._exit(0)
    os.wait()
    print('gone')
"""


async def test_a_daemon_does_not_outlive_the_command(confined: Confinement, folder: Path) -> None:
    """It has a session of its own, no parent, and not a variable of the environment it was started with."""
    name = f"daemon-{secrets.token_hex(4)}"
    done = await attack(confined, folder, DAEMON.format(name=name))
    assert done.stdout == "gone\n", done.stderr
    assert not _called(name)


async def test_a_daemon_does_not_outlive_the_time(confined: Confinement, folder: Path) -> None:
    name = f"daemon-{secrets.token_hex(4)}"
    script = textwrap.dedent(DAEMON.format(name=name)) + "\ntime.sleep(30)"
    done = await attack(confined, folder, script, Limits(seconds=1.0))
    assert done.timed_out
    assert not _called(name)


async def test_who_ends_the_guard_is_ended_too(limits: Confinement, folder: Path) -> None:
    script = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(65)"
    done = await attack(limits, folder, script)
    assert done.code == -signal.SIGKILL
    assert done.exceeded == "its guard was ended from outside"
    assert not _running_in(folder)


async def test_the_guard_cannot_be_reached(full: Confinement, folder: Path) -> None:
    done = await attack(
        full, folder, "import os\nfor pid in range(2, 40):\n    try: os.kill(pid, 9)\n    except OSError: pass"
    )
    assert done.exceeded == ""


def test_a_command_does_not_outlive_who_started_it(confined: Confinement, folder: Path, home: Path) -> None:
    """A worker that is killed leaves nothing behind."""
    name = f"orphan-{secrets.token_hex(4)}"
    program = f"""
        import asyncio
        from pathlib import Path
        from praetorium.workspace import Confinement
        confined = Confinement.detect(Path({str(home)!r}), {confined.level!r})
        script = 'touch begun; exec -a {name} sleep 66'
        asyncio.run(confined.run(['bash', '-c', script], folder=Path({str(folder)!r})))
    """
    root = Path(__file__).parents[2]
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=root, env={"PATH": os.environ["PATH"]}
    )
    try:
        _wait(lambda: (folder / "begun").exists() and bool(_called(name)))
    finally:
        worker.kill()
        worker.wait()
    _wait(lambda: not _called(name))


async def test_attacks_leave_the_next_command_unharmed(confined: Confinement, folder: Path) -> None:
    await asyncio.gather(
        *(confined.run(["bash", "-c", "b() { b | b & }; b; sleep 9"], folder=folder, limits=SMALL) for _ in range(2))
    )
    assert (await confined.run(["echo", "well"], folder=folder)).stdout == "well\n"


def _called(name: str) -> list[int]:
    """Living processes whose first argument is that name."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["cmdline"] and process.info["cmdline"][0] == name:
            found += [process.pid] if process.info["status"] != psutil.STATUS_ZOMBIE else []
    return found


def _running_in(folder: Path) -> list[int]:
    """Living processes that work in that folder."""
    found = []
    for process in psutil.process_iter(["cwd", "status"]):
        if process.info["cwd"] == str(folder.resolve()) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found


def _wait(condition, seconds: float = 15.0) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.01)
