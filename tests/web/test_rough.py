"""What a page has to bear: two people at once, words and names that would be something else, too much of everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from praetorium.house import House
from praetorium.models import Product, RequestState

from .conftest import Open
from .seeding import BRIEF, PLAN, Seeded, begun, end, keep, waiting

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>"
ASSETS = 300


def test_of_two_who_decide_at_once_the_second_is_told(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    _, id = waiting(house, "ada")
    first, second = opened(f"/approvals/{id}"), opened(f"/approvals/{id}", "phone")
    first.get_by_role("button", name="Allow").click()
    expect(first.locator("[data-approval] .answered")).to_contain_text("Allowed")
    second.get_by_role("button", name="Deny").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("This does not go any more")
    expect(second.locator(".failure")).to_contain_text("answered already: allow by ada")
    second.get_by_role("link", name="Back").click()
    expect(second.locator("[data-approval] .answered")).to_contain_text("Allowed")
    assert [decision.answer for decision in house.catalogue.decisions.of(id)] == ["allow"]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_words_and_names_are_told_and_do_nothing(opened: Open, size: str) -> None:
    tab = opened("/requests/new", size)
    words = f"Build me a CRM with contacts. {HOSTILE} {'W' * 3000} " + "so that we find them. " * 90 + "THE END"
    tab.get_by_label("What do you need?").fill(words)
    tab.set_input_files(
        "[data-files]", [{"name": f"{HOSTILE}{'n' * 80}.csv", "mimeType": "text/csv", "buffer": b"a\n1\n"}]
    )
    tab.get_by_role("button", name="Ask").click()
    said = tab.locator(".words")
    expect(said).to_contain_text(HOSTILE)
    expect(said.get_by_role("link")).to_contain_text(".csv")
    expect(said.get_by_text("THE END")).to_be_hidden()
    said.locator("summary").press("Enter")
    expect(said.get_by_text("THE END")).to_be_visible()
    assert tab.locator("img[src=x]").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_delivery_says_that_its_app_does_not_run_any_more(opened: Open, stock: tuple[House, Seeded]) -> None:
    tab = opened(f"/requests/{stock[1].delivered}", "phone")
    told = tab.locator(".delivery .problem")
    expect(told).to_contain_text("CRM does not run now")
    told.get_by_role("link", name="See the apps").click()
    expect(tab.locator(".app", has_text="CRM").locator(".pill")).to_have_text("down")


def test_of_many_assets_some_are_shown_and_all_are_one_click_away(
    opened: Open, stock: tuple[House, Seeded], tmp_path: Path
) -> None:
    house = stock[0]
    lease = begun(house, "make many", BRIEF, PLAN, "ada")
    (tmp_path / "note.md").write_text("note\n")
    for number in range(ASSETS):
        product = Product(name=f"Note {number} {HOSTILE}", kind="document", path=Path("note.md"), mime="text/markdown")
        keep(house, lease, "source", product, tmp_path)
    end(house, lease, RequestState.DELIVERED, "Delivered", summary="There they are.")
    tab = opened(f"/requests/{lease.request}", "phone")
    expect(tab.locator(".delivery .tiles li")).to_have_count(24)
    tab.locator(".delivery").get_by_role("link", name=f"All {ASSETS} assets").click()
    expect(tab.locator(".library li")).to_have_count(ASSETS)
    expect(tab.locator(".library .name").first).to_contain_text(HOSTILE)
