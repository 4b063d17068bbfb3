"""The built wheel in a clean environment, used from an empty folder, does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]


def run(*argv: object, folder: Path, **more: str) -> str:
    """Run to the end, in an environment that knows nothing of this checkout; its standard output."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "PREFECT_API_URL")}
    done = subprocess.run(
        [str(a) for a in argv], cwd=folder, env=environment | more, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, f"{argv}: {done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def test_the_wheel_does_the_main_job_from_an_empty_folder(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT, folder=ROOT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, folder=tmp_path)
    uv, python = find_uv_bin(), venv / "bin" / "python"
    run(uv, "pip", "install", "-q", "--python", python, wheel, "-c", ROOT / "requirements.lock", folder=tmp_path)
    empty, home = tmp_path / "empty", tmp_path / "home"
    empty.mkdir()
    praetorium, own = venv / "bin" / "praetorium", {"PRAETORIUM_HOME": str(home), "HOME": str(tmp_path / "user")}
    (tmp_path / "user").mkdir()
    try:
        run(praetorium, "up", "--detach", folder=empty, **own)
        words = "Build me a CRM with contacts and leads"
        told = json.loads(run(praetorium, "run", words, "--yes", "--json", folder=empty, **own))
        assert told["state"] == "delivered"
        assert "CRM" in httpx.get(told["urls"][0]["url"]).text
        assert list(empty.iterdir()) == []
        assert not (tmp_path / "user" / ".prefect").exists()
    finally:
        run(praetorium, "apps", "stop", "--all", folder=empty, **own)
        run(praetorium, "down", folder=empty, **own)
