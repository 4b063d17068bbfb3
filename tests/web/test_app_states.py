"""What the apps view says of an app that does not answer: it is starting, or something is wrong."""

from __future__ import annotations

import pytest

from praetorium.catalogue import App
from praetorium.models import now
from praetorium.web.running import STARTING, AppState


@pytest.mark.parametrize(
    ("running", "healthy", "since", "look"),
    [
        (True, True, 1.0, "good"),
        (True, False, 1.0, "run"),
        (True, False, STARTING + 1, "bad"),
        (False, None, None, "bad"),
    ],
)
def test_an_app_is_given_a_moment_to_start(running: bool, healthy: bool | None, since: float | None, look: str) -> None:
    told = {"asset": None, "version": None, "host": "process", "data": None, "definition": {}, "wanted": True}
    app = App(name="app", title="App", request="r", port=1, url="http://127.0.0.1:1", created=now(), **told)
    assert AppState(app, running, healthy, since, 0.0, 0, 0).look == look
