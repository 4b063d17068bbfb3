"""A person answers in the Prefect UI: the form is filled in and sent, in a real browser."""

from __future__ import annotations

import pytest

from praetorium.catalogue import ApprovalState
from praetorium.engine.client import run_state, run_url

pytestmark = [pytest.mark.server, pytest.mark.browser]

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@pytest.fixture
def page(house):
    from playwright.sync_api import sync_playwright

    assert house.browser is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(house.browser), args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1400, "height": 1000})
        opened.set_default_timeout(60_000)
        yield opened
        browser.close()


def test_the_form_of_an_approval_is_filled_in_and_sent(ask, house, until, page):
    asked = ask("tidy")
    approval = asked.approval("clear")
    run = until(lambda: house.catalogue.approvals.get(approval.id).flow_run, 15)
    page.goto(run_url(run))
    page.get_by_role("button", name="Resume").first.click()
    form = page.get_by_role("dialog")
    form.get_by_text("this cannot be undone").wait_for()
    assert "old/file.txt" in form.inner_text()
    # By the keyboard: the list opens on focus and a click closes it again.
    form.locator("button.p-select-button__control").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".p-select-option--highlighted", has_text="allow").wait_for()
    page.keyboard.press("Enter")
    form.locator("textarea").last.fill("seen in the browser")
    form.get_by_role("button", name="Submit").click()
    until(lambda: house.catalogue.approvals.get(approval.id).state is ApprovalState.ALLOWED, 10)
    asked.ends()
    assert not (asked.folder / "old").exists()
    [said] = house.catalogue.decisions.of(approval.id)
    assert (said.who, said.door, said.because) == (None, "prefect", "seen in the browser")
    until(lambda: run_state(run).name == "Approved")
    page.get_by_text("Approved").first.wait_for()
