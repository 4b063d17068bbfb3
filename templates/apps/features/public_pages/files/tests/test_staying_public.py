"""Visitors stay on the public site."""

from __future__ import annotations

import pytest
from fastapi import Request

from app.visitors import as_visitor


@pytest.mark.parametrize(
    ("came_from", "wanted"),
    [
        ("http://testserver/browse/things/7?page=2", "/browse/things/7#comments"),
        ("http://testserver/things/7", "/things/7#comments"),
        ("http://testserver/browse/things/8", "/things/7#comments"),
        ("", "/things/7#comments"),
    ],
)
def test_whoever_came_from_a_public_page_goes_back_there(came_from: str, wanted: str) -> None:
    request = Request({"type": "http", "headers": [(b"referer", came_from.encode())]})
    assert as_visitor(request, "/things/7#comments") == wanted
