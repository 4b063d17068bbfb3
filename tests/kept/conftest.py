"""A house with two requests: rows that were kept in two versions, and a picture made from the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from praetorium import House
from praetorium.catalogue import Source, Version
from praetorium.models import Product, Request
from praetorium.settings import Settings


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home"))
    yield made
    made.close()


@pytest.fixture
def keep(house: House, tmp_path: Path) -> Callable[..., Version]:
    """Keep a file or folder as the next version of an asset."""
    count = iter(range(1000))

    def add(path: Path, *sources: Source, words: str = "orders, please", name: str = "") -> Version:
        product = Product(name=name or path.name, kind="dataset", path=path)
        content = house.library.take(product, tmp_path)
        with house.catalogue.write() as connection:
            request = house.catalogue.requests.store(connection, Request(words=words, asked_by="Ada"))
            return house.library.keep(
                connection,
                product,
                content,
                project="default",
                request=request.id,
                step="make",
                executor="query",
                brief_version=0,
                plan_version=0,
                key=f"key-{next(count)}",
                made_from=sources,
            )

    return add


@pytest.fixture
def rows(tmp_path: Path, keep: Callable[..., Version]) -> tuple[Version, Version]:
    """Two versions of a table."""
    path = tmp_path / "orders.csv"
    path.write_text("id,amount\n1,10\n2,20\n")
    first = keep(path)
    path.write_text("id,amount\n1,10\n2,25\n3,30\n")
    return first, keep(path)
