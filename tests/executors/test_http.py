"""``http``: real requests to a real server, and what is made of each answer."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors import Context, http
from praetorium.executors.http import Http
from praetorium.models import Effect, Undo
from tests.executors.conftest import Said, failed, run


class Handler(BaseHTTPRequestHandler):
    """Answers with what it was asked, or as the path says."""

    def answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        told = {
            "method": self.command,
            "path": self.path,
            "body": self.rfile.read(length).decode(),
            "type": self.headers.get("content-type"),
            "x": self.headers.get("x-test"),
        }
        status = int(self.path.split("/")[2].partition("?")[0]) if self.path.startswith("/status/") else 200
        body = b"x" * 5000 if self.path == "/large" else json.dumps(told).encode()
        if self.path == "/cut":
            self.close_connection = True
            return
        self.send_response(status)
        if self.path.startswith("/status/30"):
            self.send_header("location", self.path.partition("?to=")[2])
        self.send_header("content-type", "text/plain" if self.path == "/large" else "application/json; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


async def test_an_answer_is_kept_and_checked(context: Context, server: str) -> None:
    result = await run(Http(), context, url=f"{server}/hello?token=secret", headers={"x-test": "1"})
    assert (result.status, result.mime) == (200, "application/json")
    assert result.data["path"] == "/hello?token=secret"
    assert result.data["x"] == "1"
    assert failed(result) == []
    # What was asked once, with its query and headers, is no address for people: nobody is to open it once more.
    assert result.urls == ()


async def test_what_may_be_secret_is_not_told(context: Context, server: str, said: Said) -> None:
    url = f"{server.replace('//', '//user:password@')}/hello?token=secret"
    result = await run(Http(), context, url=url)
    told = json.dumps([said, result.dump()["checks"], result.url])
    assert "secret" not in told
    assert "password" not in told
    preview = await Http().preview(Http.parameters({"url": url, "headers": {"Authorization": "Bearer abc"}}), context)
    assert not any(secret in preview for secret in ("secret", "password", "abc"))


async def test_json_and_text_are_sent(context: Context, server: str) -> None:
    sent = await run(Http(), context, url=server, method="POST", data={"a": [1, "ü"]})
    assert json.loads(sent.data["body"]) == {"a": [1, "ü"]}
    assert sent.data["type"] == "application/json"
    assert (await run(Http(), context, url=server, method="PUT", body="plain")).data["body"] == "plain"
    with pytest.raises(UserError, match="not both"):
        await run(Http(), context, url=server, method="POST", data=1, body="x")


async def test_an_answer_can_be_saved(context: Context, server: str) -> None:
    result = await run(Http(), context, url=f"{server}/hello", save_to="got/answer.json")
    assert json.loads((context.workspace / "got" / "answer.json").read_text())["path"] == "/hello"
    assert (result.saved, result.text) == ("got/answer.json", "")
    with pytest.raises(UserError, match="outside"):
        await run(Http(), context, url=f"{server}/hello", save_to="../answer.json")


async def test_another_status_than_expected_is_a_failed_check(context: Context, server: str) -> None:
    assert failed(await run(Http(), context, url=f"{server}/status/404")) == ["it answered 404 Not Found"]
    assert failed(await run(Http(), context, url=f"{server}/status/404", expect_status=404)) == []
    assert failed(await run(Http(), context, url=server, expect_status=[201, 202])) == ["it answered 200 OK"]


@pytest.mark.parametrize(
    ("method", "status", "again"),
    [
        *[("GET", 500, True), ("PUT", 502, True), ("DELETE", 504, True), ("GET", 429, True), ("GET", 404, False)],
        # Who says so did nothing.
        *[("POST", 503, True), ("PATCH", 429, True)],
        # A gateway does not know whether what lies behind it has acted.
        *[("POST", 500, False), ("POST", 502, False), ("PATCH", 504, False)],
    ],
)
async def test_a_failure_that_may_pass_is_tried_again(
    context: Context, server: str, method: str, status: int, again: bool
) -> None:
    if again:
        with pytest.raises(ExternalError, match=str(status)):
            await run(Http(), context, url=f"{server}/status/{status}", method=method)
    else:
        assert failed(await run(Http(), context, url=f"{server}/status/{status}", method=method))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_question_to_this_machine_stays_on_it(context: Context, server: str, method: str) -> None:
    """It counts as reading, for which nobody is asked, so it may not be led elsewhere."""
    moved = f"{server}/status/302?to="
    assert (await run(Http(), context, url=f"{moved}{server}/there", method=method)).url == f"{server}/there"
    assert (await run(Http(), context, url=f"{moved}/there", method=method)).url == f"{server}/there"
    with pytest.raises(StepError, match=r"leads away from this machine, to http://elsewhere\.example/x\?…"):
        await run(Http(), context, url=f"{moved}http://elsewhere.example/x?key=secret", method=method)


async def test_nobody_there_is_tried_again(context: Context) -> None:
    with pytest.raises(ExternalError, match="cannot be reached"):
        await run(Http(), context, url="http://127.0.0.1:9/")


async def test_what_may_have_been_acted_upon_is_not_sent_twice(context: Context, server: str) -> None:
    with pytest.raises(ExternalError, match="did not answer"):
        await run(Http(), context, url=f"{server}/cut")
    with pytest.raises(StepError, match="did not answer"):
        await run(Http(), context, url=f"{server}/cut", method="POST")


async def test_this_machine_is_asked_without_a_proxy(
    context: Context, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert (await run(Http(), context, url=f"{server}/hello")).status == 200
    with pytest.raises(ExternalError, match="cannot be reached"):
        await run(Http(), context, url="http://elsewhere.example/")


async def test_too_large_an_answer_is_refused(context: Context, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST", 1000)
    with pytest.raises(StepError, match="larger than 1,000 bytes"):
        await run(Http(), context, url=f"{server}/large")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "localhost:8000", "ftp://example.org", "http://", ""])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(UserError, match="no web address"):
        Http.parameters({"url": url})


@pytest.mark.parametrize(
    ("given", "effects", "undo", "repeatable"),
    [
        ({"url": "http://127.0.0.1:8000/"}, {Effect.READ}, Undo.NOTHING, True),
        ({"url": "http://[::1]:8000/", "method": "HEAD"}, {Effect.READ}, Undo.NOTHING, True),
        ({"url": "http://localhost/", "save_to": "x"}, {Effect.READ, Effect.WRITE_WORKSPACE}, Undo.SNAPSHOT, True),
        ({"url": "http://127.0.0.1/", "method": "POST"}, {Effect.NETWORK}, Undo.IMPOSSIBLE, False),
        ({"url": "https://example.org/"}, {Effect.NETWORK}, Undo.NOTHING, True),
        ({"url": "http://127.0.0.1.example.org/"}, {Effect.NETWORK}, Undo.NOTHING, True),
        ({"url": "https://example.org/", "method": "PUT"}, {Effect.NETWORK}, Undo.IMPOSSIBLE, True),
    ],
)
def test_effects_depend_on_method_and_place(
    given: dict[str, str], effects: set[Effect], undo: Undo, repeatable: bool
) -> None:
    parameters = Http.parameters(given)
    assert Http().effects_of(parameters) == effects
    assert Http().undo_with(parameters) is undo
    assert Http().repeatable_with(parameters) is repeatable
