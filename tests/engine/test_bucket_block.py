"""The bucket block in Prefect: what a person enters there is where the assets of an installation lie."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from praetorium import House
from praetorium.assets import DiskStore, S3Store
from praetorium.engine import client
from praetorium.errors import UnknownError
from tests.conftest import Running

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
SECRET = "keep-this-to-yourself"

SAVE = f"""
from pydantic import ValidationError
from blocks.bucket import PraetoriumBucket, register
register()
register()
keys = {{"access_key": "KEY", "secret_key": "{SECRET}"}}
PraetoriumBucket(bucket="kept", endpoint="https://s3.example.org", **keys).save("assets")
try:
    PraetoriumBucket(bucket="kept", endpoint="ftp://s3.example.org", **keys)
except ValidationError as error:
    print(error)
"""


@pytest.fixture
def told(at_services: Running, tmp_path: Path) -> Iterator[str]:
    """What was said to a block that cannot be; one that can is there as ``assets``."""
    variables = {"PREFECT_API_URL": client.api_url(), "PREFECT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SAVE],
        cwd=ROOT,
        env=os.environ | variables,
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    )
    yield done.stdout
    at = f"{client.api_url()}/block_types/slug/praetorium-bucket/block_documents/name/assets"
    found = httpx.get(at, timeout=30).json()
    assert SECRET not in httpx.get(at, timeout=30).text, "Prefect hands secrets to whoever asks for them alone"
    httpx.delete(f"{client.api_url()}/block_documents/{found['id']}", timeout=30).raise_for_status()


def test_a_block_says_where_assets_lie(told: str, at_services: Running) -> None:
    settings = at_services.settings
    assert isinstance(House(settings).store, DiskStore)
    store = House(settings.model_copy(update={"store": "assets"})).store
    assert isinstance(store, S3Store)
    assert str(store.bucket) == "s3://kept/praetorium at https://s3.example.org"
    assert store.bucket.secret_key is not None and store.bucket.secret_key.get_secret_value() == SECRET
    assert SECRET not in repr(store.bucket)
    with pytest.raises(UnknownError, match="no bucket 'asets'; did you mean 'assets'"):
        House(settings.model_copy(update={"store": "asets"})).store
    assert "endpoint" in told and SECRET not in told
