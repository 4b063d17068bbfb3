"""Parts of the ``application`` proof on their own: what an application says of itself, and the values it is tried with.
The proof as a whole is tried on real applications, sound and faulty, in ``test_defects``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.models import FieldType
from praetorium.proofs import prove
from praetorium.proofs.application import values
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import DescribedField
from praetorium.proofs.application.pages import Html
from praetorium.proofs.application.values import Marker

FIRST = Marker("0a1b2c3d")


def field(type: FieldType, **more: Any) -> DescribedField:
    choices = ("New", "Won") if type is FieldType.CHOICE else ()
    return DescribedField(name="it", label="It", graphql="it", type=type, choices=choices, **more)


WRITABLE = [type for type in FieldType if type not in (FieldType.IMAGE, FieldType.FILE)]


@pytest.mark.parametrize("type", WRITABLE)
def test_the_edit_differs_from_what_was_stored_first(type: FieldType) -> None:
    one, other = (values.good(field(type), marker) for marker in (FIRST, FIRST.edited()))
    assert one != other
    assert values.same(field(type), one, one)
    assert not values.same(field(type), one, other)
    assert not values.same(field(type), one, None)


@pytest.mark.parametrize(
    ("type", "low", "high"),
    [
        (FieldType.RATING, 1, 5),
        (FieldType.PERCENT, 0, 100),
        (FieldType.INTEGER, 10, 12),
        (FieldType.MONEY, 0, None),
        (FieldType.DECIMAL, None, -3),
        (FieldType.INTEGER, None, -3),
    ],
)
def test_numbers_keep_to_their_bounds_and_bad_ones_do_not(
    type: FieldType, low: float | None, high: float | None
) -> None:
    bounded = field(type, minimum=low, maximum=high)

    def within(value: float) -> bool:
        return (low is None or value >= low) and (high is None or value <= high)

    for code in range(200):
        for marker in (Marker(f"{code:08x}"), Marker(f"{code:08x}").edited()):
            assert within(values.good(bounded, marker))
    assert not within(values.bad(bounded))


@pytest.mark.parametrize(
    ("type", "sent", "read"),
    [
        (FieldType.MONEY, 12.5, "12.50"),
        (FieldType.TIME, "09:30:00", "09:30"),
        (FieldType.DATETIME, "2031-01-02T09:30:00", "2031-01-02 09:30:00"),
        (FieldType.LONG_TEXT, "one\ntwo", "one\r\ntwo"),
        (FieldType.INTEGER, 7, 7),
    ],
)
def test_the_same_value_may_be_written_in_another_way(type: FieldType, sent: Any, read: Any) -> None:
    assert values.same(field(type), sent, read)


async def test_a_description_that_is_missing_or_wrong_is_said_to_be(context: Context) -> None:
    given = {"url": "http://127.0.0.1:9", "description": "app.json"}
    with pytest.raises(StepError, match=r"app\.json cannot be read: .*No such file"):
        await prove("application", given, context, {})
    (context.workspace / "app.json").write_text(json.dumps({"title": "CRM", "entities": []}))
    with pytest.raises(StepError, match=r"app\.json cannot be read: graphql: Field required"):
        await prove("application", given, context, {})


def test_a_form_is_read_as_a_browser_reads_it() -> None:
    page = Html(
        """<form method="post" enctype="multipart/form-data"><input type="hidden" name="_csrf" value="t">
        <input name="name" value="a &amp; b" aria-invalid="true" aria-describedby="e-name h-name">
        <p id="h-name">A hint.</p><p id="e-name">Please fill this in.</p>
        <input type="hidden" name="vip" value="no"><input type="checkbox" name="vip" value="yes" checked>
        <select name="stage"><option value="">Choose</option><option selected>Won</option></select>
        <fieldset aria-invalid="true" aria-describedby="e-tags"><input type="checkbox" name="tags" value="3">
        <p id="e-tags">Choose at least one.</p></fieldset><input type="file" name="photo">
        <textarea name="notes">\nfirst\nsecond</textarea></form>""",
        "http://127.0.0.1/contacts/new",
    )
    (form,) = page.forms()
    assert (form.action, form.method, form.multipart) == ("http://127.0.0.1/contacts/new", "post", True)
    assert form.values == {
        "_csrf": ["t"],
        "name": ["a & b"],
        "vip": ["no", "yes"],
        "stage": ["Won"],
        "tags": [],
        "notes": ["first\nsecond"],
    }
    assert form.options["stage"] == ["Won"]
    assert form.messages == {"name": "Please fill this in.", "tags": "Choose at least one."}
    assert "photo" in form.names


class Echo(BaseHTTPRequestHandler):
    """Answers with the address it was asked for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def echo() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("name", ["method", "path", "body", "self"])
async def test_fields_may_be_called_like_what_the_proof_says_itself(name: str, echo: str) -> None:
    async with Client(echo) as client:
        asked = (
            await client.rest("GET", "/api/payments", **{name: "Card"}),
            (await client.page("/payments", **{name: "Card"}))[0],
        )
    assert [answer.text for answer in asked] == [f"/api/payments?{name}=Card", f"/payments?{name}=Card"]


def test_what_a_page_loads_from_elsewhere_is_found() -> None:
    page = Html(
        '<link rel="stylesheet" href="/a.css"><script src="//cdn.example.com/x.js"></script>'
        '<a href="https://example.com">A link may lead anywhere</a><img src="data:image/png;base64,AA">',
        "http://127.0.0.1:8000/",
    )
    assert page.foreign() == ["<script> http://cdn.example.com/x.js"]
    assert list(page.loaded()) == ["http://127.0.0.1:8000/a.css", "http://cdn.example.com/x.js"]
