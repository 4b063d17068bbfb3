"""Where the page may listen, told before anything is started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.accounts import Accounts, Role
from praetorium.accounts.listening import may_listen
from praetorium.errors import RefusedError, UserError
from praetorium.house import House
from praetorium.settings import Settings


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    house = House(Settings(home=tmp_path / "home"))
    yield Accounts(house.catalogue)
    house.close()


def test_beyond_this_machine_it_takes_an_account(accounts: Accounts) -> None:
    for here in ("127.0.0.1", "localhost", "::1"):
        may_listen(accounts, here)
    with pytest.raises(RefusedError, match="no account yet"):
        may_listen(accounts, "0.0.0.0")
    accounts.add("ada", Role.OPERATOR)
    may_listen(accounts, "0.0.0.0", "https://praetorium.example.org/")


@pytest.mark.parametrize(
    "address", ["nonsense", "praetorium.example.org", "ftp://x.org", "https://", "http://x:y", "https://x.org/path"]
)
def test_what_is_no_address_is_refused(accounts: Accounts, address: str) -> None:
    with pytest.raises(UserError, match="is no address"):
        may_listen(accounts, "127.0.0.1", address)
