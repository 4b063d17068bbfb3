"""The whole story, with a real server, worker and page, in a real browser.

Said, asked, watched, approved with a change, opened, downloaded, taken back, halted.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from praetorium.house import House
from praetorium.models import RequestState

from .conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.server]

PLAYBOOK = f"""\
name: story
title: A page from a folder
for: Writes a page into a folder and serves it.
intents: [story]
steps:
  - id: look
    title: Look at the folder
    why: To say what is there.
    executor: note
    with: {{text: "There is a site in it"}}
    expected: It is said.
  - id: write
    title: Write the page
    why: The draft goes, and a page takes its place.
    executor: command
    needs: [look]
    with: {{command: "rm -f site/draft.html; echo old > site/index.html"}}
    expected: The page is there, and the draft is not.
  - id: serve
    title: Serve the page
    why: So that it can be opened.
    executor: launch
    needs: [write]
    with:
      name: "Story of {{{{ slug }}}}"
      folder: site
      python: {sys.executable}
      argv: [sh, -c, "exec {sys.executable} -m http.server $PORT --bind 127.0.0.1"]
      health: /
      token: false
    expected: It answers.
"""


@pytest.fixture(scope="module")
def house(services: object) -> Iterator[House]:
    found = House(services.settings)
    (found.settings.folder("playbooks") / "story.yaml").write_text(PLAYBOOK)
    yield found
    found.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_whole_story(house: House, browser: Browser, tmp_path: Path, width: int, height: int) -> None:
    folder = tmp_path / f"shop-{width}"
    (folder / "site").mkdir(parents=True)
    (folder / "site" / "draft.html").write_text("draft\n")
    for name in ("orders-2025.csv", "orders-2026.csv"):
        (folder / name).write_text("region,total\nnorth,42\n")
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: dialog.accept())

    # Come in, say it.
    tab.set_default_timeout(20_000)
    tab.goto(json.loads((house.settings.home / "run" / "page.json").read_text())["enter"])
    tab.keyboard.press("n")
    tab.wait_for_url("**/requests/new")
    tab.get_by_label("What do you need?").fill("sales report, please")
    tab.get_by_text("Options").click()
    tab.get_by_label("Playbook").select_option("story")
    tab.get_by_label("Project folder").fill(str(folder))
    tab.get_by_role("button", name="Ask").click()
    tab.wait_for_url("**/requests/req-*")
    id = tab.url.rsplit("/", 1)[1]

    # Answer a question by a click.
    question = tab.locator("[data-approval]", has_text="Which file")
    question.get_by_role("button", name="orders-2026.csv").click()
    expect(tab.locator(".answered", has_text="Which file")).to_contain_text(
        "answered “orders-2026.csv”", timeout=20_000
    )

    # Watch; approve with a change.
    card = tab.locator("[data-approval]", has_text="Write the page")
    expect(card).to_be_visible(timeout=30_000)
    expect(tab.locator(".row", has_text="There is a site in it")).to_be_visible()
    expect(tab.locator("#step-look")).to_have_class(re.compile(r"\bgood\b"))
    card.get_by_role("button", name="Edit").click()
    card.get_by_label("Command").fill(f"rm -f site/draft.html; echo new {width} > site/index.html")
    card.get_by_role("button", name="Allow with these").click()

    # The folder was never worked in: that is asked too.
    permission = tab.locator("[data-approval]", has_text="May requests work in")
    permission.get_by_role("button", name="Allow").click(timeout=30_000)

    # Open the app.
    delivery = tab.locator(".delivery")
    expect(delivery).to_be_visible(timeout=30_000)
    with context.expect_page() as opened:
        delivery.get_by_role("link", name="Open").first.click()
    expect(opened.value.locator("body")).to_have_text(f"new {width}")
    address = opened.value.url
    opened.value.close()
    assert not (folder / "site" / "draft.html").exists()

    # Download the asset.
    delivery.locator(".tiles a").first.click()
    with tab.expect_download() as got:
        tab.get_by_role("complementary", name="Evidence").get_by_role("link", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(Path(got.value.path()).read_bytes())) as archive:
        assert archive.read("index.html").decode() == f"new {width}\n"
    tab.keyboard.press("Escape")

    # Take it back.
    tab.get_by_role("link", name="Undo…").click()
    expect(tab.get_by_role("heading", name="Undo this request?")).to_be_visible()
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.locator(".delivery")).to_be_visible(timeout=30_000)
    assert (folder / "site" / "draft.html").read_text() == "draft\n"
    assert not (folder / "site" / "index.html").exists()
    with pytest.raises(httpx.TransportError):
        httpx.get(address)

    # Halt everything, and let it go on.
    tab.get_by_role("link", name="Overview").click()
    tab.get_by_role("button", name="Halt everything").click()
    expect(tab.get_by_role("link", name="Everything is halted")).to_be_visible()
    assert "halt" in house.catalogue.switches.on()
    tab.get_by_role("button", name="Let everything go on").click()
    expect(tab.get_by_role("button", name="Halt everything")).to_be_visible()
    context.close()
    assert complaints == []
    until(lambda: house.catalogue.requests.get(id).state is RequestState.DELIVERED)
