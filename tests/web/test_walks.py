"""Coming in, walked by the keyboard alone: by the one-time link, by a key, by the link in a message; and coming back to
what one was writing. Each screen on the way is accessible and fits, on a phone and on a desk, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from praetorium.accounts import Accounts, Role
from praetorium.house import House

from .conftest import SIZES, Page, served
from .seeding import Seeded, waiting

pytestmark = pytest.mark.browser
Walk = Callable[..., Tab]
WAYS = [("phone", "dark"), ("desk", "light")]


@pytest.fixture
def walk(browser: Browser) -> Iterator[Walk]:
    """A tab of somebody who has not come in yet."""
    contexts = []

    def open(size: str, scheme: str) -> Tab:
        width, height = SIZES[size]
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme))
        return contexts[-1].new_page()

    yield open
    for context in contexts:
        context.close()


def looked_at(tab: Tab) -> None:
    """The screen is accessible and no wider than it is."""
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{v['id']}: {v['nodes'][0]['target']}" for v in Axe().run(tab).response["violations"]]
    assert (wide <= 0, found) == (True, []), tab.url


def tab_to(tab: Tab, name: str) -> None:
    """Press Tab until what has that name has the focus."""
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()") == name:
            return
    raise AssertionError(f"no way by Tab to '{name}' on {tab.url}")


@pytest.mark.parametrize(("size", "scheme"), WAYS)
def test_by_the_one_time_link(walk: Walk, page: Page, size: str, scheme: str) -> None:
    tab = walk(size, scheme)
    tab.goto(f"{page.url}/overview")
    expect(tab.get_by_text("praetorium status")).to_be_visible()
    looked_at(tab)
    link = page.told()["enter"]
    tab.goto(link)
    expect(tab.get_by_role("navigation", name="Views")).to_be_visible()
    tab_to(tab, "Overview")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Overview")).to_be_visible()
    tab.context.clear_cookies()
    tab.goto(link)
    expect(tab.get_by_role("alert")).to_contain_text("used already")
    looked_at(tab)


@pytest.mark.parametrize(("size", "scheme"), WAYS)
def test_by_a_key(
    walk: Walk, with_accounts: tuple[House, Seeded, dict[Role, str], Page], size: str, scheme: str
) -> None:
    _, _, keys, page = with_accounts
    tab = walk(size, scheme)
    tab.goto(f"{page.url}/requests/new?words=Build+me+a+shop")
    expect(tab.get_by_label("Your key")).to_be_focused()
    looked_at(tab)
    tab.keyboard.type("prae_wrong")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("That key is not known here")
    expect(tab.get_by_label("Your key")).to_be_focused()
    looked_at(tab)
    tab.keyboard.type(keys[Role.REQUESTER])
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("What do you need?")).to_have_value("Build me a shop")


@pytest.mark.parametrize(("size", "scheme"), WAYS)
@pytest.mark.parametrize("answer", ["Allow", "Deny"])
def test_by_the_link_in_a_message(
    walk: Walk, page: Page, stock: tuple[House, Seeded], size: str, scheme: str, answer: str
) -> None:
    house = stock[0]
    _, id = waiting(house, "ada")
    link = f"{page.url}/answer/{Accounts(house.catalogue).link('approval', 'ada', id)}"
    tab = walk(size, scheme)
    tab.goto(link)
    looked_at(tab)
    tab_to(tab, "Skip to the content")
    tab.keyboard.press("Enter")
    tab_to(tab, answer)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Allowed." if answer == "Allow" else "Denied.")).to_be_visible()
    looked_at(tab)
    [decision] = house.catalogue.decisions.of(id)
    assert (decision.answer, decision.who) == (answer.lower(), "ada")
    tab.goto(link)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    expect(tab.locator("main")).to_contain_text("used already")
    looked_at(tab)


def test_who_was_signed_out_loses_no_words(
    walk: Walk, with_accounts: tuple[House, Seeded, dict[Role, str], Page]
) -> None:
    house, _, _, page = with_accounts
    accounts = Accounts(house.catalogue)
    accounts.add("dora", Role.REQUESTER)
    first, second = accounts.issue("dora"), accounts.issue("dora")
    tab = walk("desk", "light")
    tab.goto(f"{page.url}/requests/new")
    tab.keyboard.type(first.secret)
    tab.keyboard.press("Enter")
    box = tab.get_by_label("What do you need?")
    box.fill("Build me a CRM with contacts")
    accounts.revoke_key(first.key.id)
    box.press("Control+Enter")
    expect(tab.get_by_role("status")).to_contain_text("Your session has ended")
    looked_at(tab)
    tab.keyboard.type(second.secret)
    tab.keyboard.press("Enter")
    expect(box).to_have_value("Build me a CRM with contacts")
    box.press("Control+Enter")
    expect(tab.locator(".words")).to_contain_text("Build me a CRM with contacts")
    tab.keyboard.press("n")
    expect(box).to_have_value("")


def test_a_page_finds_its_server_again_after_a_restart(walk: Walk, house: House) -> None:
    from .seeding import BRIEF, PLAN, begun, say

    lease = begun(house, "outlive me", BRIEF, PLAN, "ada")
    with served(house.settings.home) as first:
        tab = walk("phone", "light")
        tab.goto(first.told()["enter"])
        tab.goto(f"{first.url}/requests/{lease.request}")
        expect(tab.locator("[data-live]")).to_have_text("live")
    expect(tab.locator("[data-live]")).to_have_text("reconnecting")
    say(house, lease, "while it was away")
    with served(house.settings.home, port=int(first.url.rsplit(":", 1)[1])):
        expect(tab.locator(".row", has_text="while it was away")).to_be_visible(timeout=15_000)
        expect(tab.locator("[data-live]")).to_have_text("live")
        tab.get_by_label("Follow up").fill("and in German")
        tab.get_by_role("button", name="Send").click()
        expect(tab.locator(".words")).to_contain_text("and in German")
