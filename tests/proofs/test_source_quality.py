"""``source-quality``: complete, parseable, and without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.executors.base import Context
from praetorium.models import CheckResult
from praetorium.proofs import prove

PEM = "-----BEGIN " + "PRIVATE KEY-----"
FILES = {
    "app/main.py": 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\nDATABASE = "sqlite:///data.sqlite"\n',
    "app/__init__.py": "",
    "app/templates/list.html": "{% for row in rows %}<p>{{ row }}</p>{% endfor %}\n",
    "README.md": "Run it with `python -m app`.\n",
}


@pytest.fixture
def project(context: Context) -> Path:
    folder = context.workspace / "shop"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


async def look(context: Context, *expected: str) -> tuple[CheckResult, ...]:
    return (await prove("source-quality", {"folder": "shop", "files": expected}, context, {})).checks


async def test_sound_source_passes(context: Context, project: Path) -> None:
    for check in await look(context, "README.md", "app/main.py"):
        assert check.passed, check.evidence


async def test_missing_and_empty_files_are_named(context: Context, project: Path) -> None:
    (project / "Dockerfile").touch()
    there, *_ = await look(context, "README.md", "Dockerfile", "LICENSE")
    assert (there.passed, there.evidence) == (False, "Dockerfile; LICENSE")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("app/routes.py", "def list(:\n", "app/routes.py: invalid syntax"),
        ("app/templates/list.html", "{% for row in rows %}<p>{{ row", "app/templates/list.html: line 1"),
        ("app/templates/list.html", "<p>{{ row }}</p><table cla", "cut off in a tag"),
        ("package.json", '{"name": "shop"', "package.json: "),
    ],
)
async def test_what_cannot_be_parsed_is_named(
    context: Context, project: Path, name: str, content: str, said: str
) -> None:
    (project / name).write_text(content)
    _, readable, _ = await look(context)
    assert not readable.passed
    assert said in readable.evidence


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("KEY = 'AKIA" + "A1B2" * 4 + "'\n", "an AWS access key"),
        (f"KEY = '''{PEM}'''\n", "a private key"),
        ("DB = 'postgresql://shop:hunter2hunter2@db/shop'\n", "a password in a URL"),
        ("api_key = 'c2VjcmV0LXNlY3JldA=='\n", "a secret written out"),
    ],
)
async def test_secrets_are_found_with_their_line(context: Context, project: Path, line: str, said: str) -> None:
    (project / "app" / "keys.py").write_text("\n" + line)
    *_, clean = await look(context)
    assert (clean.passed, clean.evidence) == (False, f"app/keys.py:2 holds {said}")
    assert "hunter2" not in clean.evidence
