"""Without the extra ``media``, which is under the GPL, all else works, and what needs it says how to get it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = """
import sys
sys.modules["av"] = sys.modules["espeakng_loader"] = None
from praetorium import executors
from praetorium.media import bytecode
from praetorium.media.kinds import all_kinds
exec(bytecode._IMPORT_ALL)
print(executors.get("audio").available())
print(executors.get("video").available())
others = [executors.get(name) for name in ("document", "slides", "diagram", "chart", "combine")]
print([one.name for one in others if one.available()])
print(len(all_kinds()) > 20)
"""


def test_all_else_works_without_it() -> None:
    done = subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    sound, film, others, kinds = done.stdout.splitlines()
    get = "is not installed: pip install 'praetorium[media]' (software under the GPL)"
    assert sound == f"FFmpeg (by PyAV) and the voice (eSpeak NG) {get}"
    assert film == f"FFmpeg (by PyAV) {get}"
    assert (others, kinds) == ("[]", "True")


def test_what_is_under_the_gpl_is_never_installed_unasked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    unasked = {name.partition(">")[0] for name in project["dependencies"]}
    assert {"av", "espeakng-loader"} & unasked == set()
    assert {name.partition(">")[0] for name in project["optional-dependencies"]["media"]} == {"av", "espeakng-loader"}
