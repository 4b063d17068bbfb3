"""A bucket by its address: what is understood, and what is refused without repeating a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium import House
from praetorium.assets import Bucket, S3Store
from praetorium.assets.bucket import named
from praetorium.errors import UserError
from praetorium.settings import Settings


def test_an_address_says_all_but_the_keys() -> None:
    found = named(
        "s3://kept/our/assets/?endpoint=http://10.0.0.7:9000&region=eu-central-1&direct=yes&cache_megabytes=5"
    )
    assert (found.bucket, found.prefix, found.root) == ("kept", "our/assets", "our/assets/")
    assert (found.endpoint, found.region, found.direct) == ("http://10.0.0.7:9000", "eu-central-1", True)
    assert found.cache_megabytes == 5
    assert named("s3://kept").root == ""
    assert str(named("s3://kept/a")) == "s3://kept/a"


def test_a_setting_chooses_it(tmp_path: Path) -> None:
    store = House(Settings(home=tmp_path, store="s3://kept/a")).store
    assert isinstance(store, S3Store) and store.bucket == Bucket(bucket="kept", prefix="a")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://", "bucket"),
        ("s3://kept?endpoint=ftp://x", "endpoint"),
        ("s3://kept?endpoint=http://my_server:9000", "endpoint"),
        ("s3://kept?colour=red", "colour: there is no such field"),
        ("s3://key:hidden@kept", "holds a key"),
        ("s3://kept?secret_key=hidden", "holds a key"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(address: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said) as told:
        House(Settings(home=tmp_path, store=address)).store
    assert "hidden" not in str(told.value) + told.value.next
