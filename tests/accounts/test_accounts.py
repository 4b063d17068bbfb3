"""Accounts come and go; the page is not left without anybody, nor open to whoever was there before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.accounts import Accounts, Role
from praetorium.catalogue import Catalogue
from praetorium.errors import RefusedError


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.db'}")
    yield Accounts(catalogue)
    catalogue.close()


def test_the_last_operator_stays_until_there_is_another(accounts: Accounts) -> None:
    accounts.add("ada", Role.OPERATOR)
    for ends in (lambda: accounts.remove("ada"), lambda: accounts.add("ada", Role.VIEWER)):
        with pytest.raises(RefusedError, match="last operator") as refused:
            ends()
        assert "--role operator" in refused.value.next
    accounts.add("grace", Role.OPERATOR)
    accounts.remove("ada")
    assert accounts.role("ada") is None
    with pytest.raises(RefusedError):
        accounts.remove("grace")


def test_a_link_from_before_opens_nothing_when_the_last_account_is_closed(accounts: Accounts) -> None:
    link, session = accounts.link("enter", "ada"), accounts.enter_by_link(accounts.link("enter", "ada"))
    assert session is not None and accounts.by_session(session.token)
    accounts.add("bob", Role.REQUESTER)
    accounts.remove("bob")
    assert accounts.exist()
    assert accounts.enter_by_link(link) is None
    assert accounts.by_session(session.token) is None
