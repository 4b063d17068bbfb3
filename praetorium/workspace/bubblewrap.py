"""Level full: the view of the machine that a confined command has, as arguments for bubblewrap.

It sees the system's programs and libraries, its own folders, and nothing else: no home (Praetorium's included), no
process but its own, no network unless granted. Its user is nobody, without any capability; to the outside its files
belong to whoever runs Praetorium, so that they stay manageable.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store")
# What programs need of /etc; the rest may hold secrets that root, whose files these are, could read.
_ETC = (
    *("alternatives", "ca-certificates", "ca-certificates.conf", "crypto-policies", "debian_version", "fonts", "group"),
    *(
        "host.conf",
        "hosts",
        "java-17-openjdk",
        "ld.so.cache",
        "ld.so.conf",
        "ld.so.conf.d",
        "localtime",
        "locale.alias",
    ),
    *("magic", "mime.types", "nsswitch.conf", "os-release", "passwd", "perl", "pki", "protocols", "python3"),
    *("resolv.conf", "services", "ssl", "terminfo", "timezone"),
)
_SECRET = ("/etc/ssl/private", "/etc/pki/tls/private")
# Where version managers keep interpreters, one folder each and nothing else beside them.
_STORES = ("~/.local/share/uv/python", "~/.pyenv/versions")
_LONGEST = 65_536
_NOBODY = "65534"
_PROBE_CODE = 42


@cache
def missing() -> str | None:
    """None when bubblewrap confines on this machine, else the reason in one sentence. Tried once per process."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian: apt-get install bubblewrap)"
    probe = arguments(folder=None, argv=("/bin/sh", "-c", f"exit {_PROBE_CODE}"))
    try:
        done = subprocess.run(probe, capture_output=True, text=True, timeout=20, env={"PATH": "/usr/bin:/bin"})
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not work here: {error}"
    if done.returncode != _PROBE_CODE:
        said = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        return f"bubblewrap does not work here: {said[0]}"
    return None


@cache
def counts_processes() -> bool:
    """Whether the kernel counts the sandbox's processes by themselves, so that it can refuse the one too many.

    Linux does since 5.14, but never for root, who is not limited.
    """
    if os.geteuid() == 0 or shutil.which("prlimit", path="/usr/bin:/bin") is None:
        return False
    inner = ("prlimit", "--nproc=16", "--", "/bin/sh", "-c", f"true & wait; exit {_PROBE_CODE}")
    probe = arguments(folder=None, argv=inner)
    try:
        done = subprocess.run(probe, capture_output=True, timeout=20, env={"PATH": "/usr/bin:/bin"})
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == _PROBE_CODE


def arguments(
    *,
    folder: Path | None,
    argv: Sequence[str],
    home: Path | None = None,
    readable: Iterable[Path] = (),
    writable: Iterable[Path] = (),
    network: bool = False,
    scratch_mb: int = 512,
    processes: int = 0,
) -> tuple[str, ...]:
    """The whole command line. ``scratch_mb`` is the size of /tmp, which is memory; ``processes`` > 0 limits them."""
    listed = (*readable, *((folder / ".venv", folder / "venv") if folder else ()))
    binds = {path.resolve(): "--ro-bind" for path in (*_interpreters(listed), *readable)}
    binds |= {path.resolve(): "--bind" for path in (*writable, *([folder] if folder else []))}
    hidden = [home] if home and any(home.is_relative_to(shown) for shown in (*map(Path, _SYSTEM), *binds)) else []
    binds |= dict.fromkeys(hidden, "--tmpfs")
    scratch = ("--size", str(scratch_mb * 1024 * 1024), "--tmpfs")
    command = [
        *(shutil.which("bwrap") or "bwrap", "--unshare-user", "--unshare-all", "--disable-userns"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", _NOBODY, "--gid", _NOBODY),
        *(["--share-net"] if network else []),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", *scratch, "/dev/shm", "--remount-ro", "/dev", *scratch, "/tmp"),
    ]
    # The deeper path comes later, so that a writable folder inside a readable one stays writable, and the other way.
    for path in sorted(binds, key=lambda path: len(path.parts)):
        command += [binds[path], *([] if path in hidden else [str(path)]), str(path)]
    for path in (*hidden, Path("/")):
        command += ["--remount-ro", str(path)]
    if folder:
        command += ["--chdir", str(folder.resolve())]
    return (*command, "--", *(("prlimit", f"--nproc={processes}", "--") if processes else ()), *argv)


def _system() -> list[str]:
    found: list[str] = []
    for name in (*_SYSTEM, *(f"/etc/{name}" for name in _ETC)):
        path = Path(name)
        if path.is_symlink() and not name.startswith("/etc/"):
            found += ["--symlink", str(path.readlink()), name]
        elif path.exists():
            found += ["--ro-bind", str(path.resolve()), name]
    for name in _SECRET:
        if Path(name).is_dir():
            found += ["--tmpfs", name]
    return found


def _interpreters(environments: Iterable[Path]) -> list[Path]:
    """Where the Python that runs us, and those of these environments, really live (often in some home)."""
    found = [Path(sys.base_prefix), *(path for folder in environments for path in _named(folder / "pyvenv.cfg"))]
    return [path for path in found if path.is_dir() and not any(path.is_relative_to(root) for root in _SYSTEM)]


def _named(about: Path) -> list[Path]:
    """The installations that an environment says it is of. The command may have written that itself, so only what
    lies where interpreters are kept is believed."""
    if not about.is_file():
        return []
    with about.open("rb") as file:
        lines = file.read(_LONGEST).decode(errors="replace").splitlines()
    told = [value.strip() for key, _, value in (line.partition("=") for line in lines) if key.strip() == "home"]
    stores = [Path(os.path.expanduser(store)) for store in _STORES]  # noqa: PTH111 - no home, no error
    return [path for path in (Path(os.path.normpath(each)).parent for each in told) if path.parent in stores]
