"""The pages in a real browser: by eye of axe, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
SERIOUS = ("serious", "critical")

PAGES = {
    "crm": ("/", "/leads", "/leads/1", "/leads/board", "/leads/1/delete", "/docs", "/graphql", "/nothing-here"),
    "inventory": ("/", "/products?alert=yes", "/products/11/edit"),
    "library": ("/books/1/edit", "/loans?returned=no"),
    "crowded": ("/",),
    "hostile": ("/", "/things/new", "/things/1"),
    "shop": (
        "/",
        "/browse/products/1",
        "/contact",
        "/office",
        "/reports",
        "/news",
        "/faq",
        "/gallery",
        "/print/products",
    ),
    "town": ("/fill/1", "/polls", "/words", "/search?q=visit", "/quiz/cards?answer=yes", "/check-in", "/now"),
    "club": ("/book/1", "/calendar", "/leaderboard", "/search?q=court", "/quiz", "/history", "/courts/import"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        path = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
        if path is None:
            pytest.skip("no Chromium on this machine")
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    name: str, chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written(name), tmp_path) as running:
        for scheme, width in (("light", 1280), ("dark", 390)):
            context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for path in PAGES[name]:
                page.goto(running.url + path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                found = axe.Axe().run(page).response["violations"]
                serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in SERIOUS]
                assert not serious, f"{path} in {scheme} at {width}: {serious}"
                spill = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(spill) == 0, f"{path} is wider than {width}"
            context.close()


def test_axe_would_find_something(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("crm"), tmp_path) as running:
        page = chromium.new_page()
        page.goto(running.url + "/contacts/new")
        page.evaluate("document.querySelector('label[for=f-name]').remove()")
        found = [v["id"] for v in axe.Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
        assert "label" in found
        page.close()


def test_a_lead_is_made_and_moved_by_keyboard_alone(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("crm"), tmp_path) as running:
        page = chromium.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(running.url + "/leads")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        page.goto(running.url + "/leads/new")
        page.focus("#f-title")
        page.keyboard.press("Enter")
        page.wait_for_selector(".problems")
        assert page.evaluate("document.activeElement.className") == "problems"
        assert page.get_attribute("#f-title", "aria-invalid") == "true"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "f-title"
        page.keyboard.type("By keyboard")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('By keyboard')")

        page.goto(running.url + "/leads/board")
        page.focus("button:has-text('Move By keyboard to Contacted')")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-column=Contacted] :text('By keyboard')")
        assert not problems
        page.close()


def test_an_open_page_follows_what_others_do(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("club"), tmp_path) as running, running.client() as client:
        page = chromium.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(running.url + "/now")
        page.wait_for_selector("[data-state=on]")
        client.post("/api/courts", json={"name": "Court by another"}).raise_for_status()
        page.wait_for_selector("li.fresh :text('Court by another')")
        page.goto(running.url + "/courts/new")
        page.fill("#f-name", "Half written")
        with page.expect_response("**/courts/new"):
            client.post("/api/courts", json={"name": "Yet another"}).raise_for_status()
        assert page.input_value("#f-name") == "Half written"
        assert not problems
        page.close()


def test_a_card_can_be_dragged(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("crm"), tmp_path) as running:
        page = chromium.new_page(viewport={"width": 1600, "height": 1000})
        page.goto(running.url + "/leads/board")
        card = page.locator("[data-column=New] .card").first
        id = card.get_attribute("id")
        card.drag_to(page.locator("[data-column=Won]"))
        page.wait_for_selector(f"[data-column=Won] #{id}")
        page.close()


def test_on_a_phone_the_way_about_starts_at_the_page_one_is_on(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("crowded"), tmp_path) as running:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(running.url + "/models")
        here = page.locator(".ways [aria-current]")
        assert "Models" in here.inner_text()
        box = here.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, box
        page.close()


def test_on_a_phone_values_stand_beside_their_labels(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("library"), tmp_path) as running:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(running.url + "/books")
        measured = """() => [...document.querySelectorAll('td[data-label="Authors"]')].flatMap(cell => {
          const label = parseFloat(getComputedStyle(cell, '::before').width), told = document.createRange();
          told.selectNodeContents(cell);
          return [...told.getClientRects()].map(r => r.left - cell.getBoundingClientRect().left - label);
        })"""
        beyond = page.evaluate(measured)
        assert len(beyond) > 8 and min(beyond) >= 0, "what follows the first author slips under the label"
        page.close()


def test_the_api_pages_run_what_is_asked(
    chromium: Any, written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    with serve(written("crm"), tmp_path) as running:
        page = chromium.new_page()
        page.goto(running.url + "/graphql")
        page.click("button:has-text('Run')")
        page.wait_for_selector("#answer:has-text('total')")
        page.goto(running.url + "/docs")
        operation = page.locator("details").first
        operation.locator("summary").click()
        operation.locator("button").click()
        operation.locator("pre", has_text="items").wait_for()
        page.close()
