"""The page in a real browser: watched, answered, looked at, at the size of a phone and of a desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from praetorium.accounts import channels
from praetorium.accounts.channels import Channel, Occasion
from praetorium.house import House
from praetorium.models import Outcome, RequestState, StepState

from .conftest import SIZES, Open
from .seeding import BRIEF, PLAN, Seeded, begun, end, finish, say, start, waiting

pytestmark = pytest.mark.browser
REMEMBER = """
const Real = WebSocket;
window.lines = [];
window.WebSocket = class extends Real { constructor(...given) { super(...given); lines.push(this); } };
"""


def views(seeded: Seeded) -> dict[str, str]:
    return {
        "new": "/requests/new",
        "delivered": f"/requests/{seeded.delivered}",
        "running": f"/requests/{seeded.running}",
        "waiting": f"/requests/{seeded.waiting}",
        "question": f"/requests/{seeded.question}",
        "failed": f"/requests/{seeded.failed}",
        "requests": "/requests",
        "step": f"/requests/{seeded.delivered}/steps/source",
        "approvals": "/approvals",
        "approval": f"/approvals/{seeded.approval}",
        "assets": "/assets",
        "asset": f"/assets/{seeded.asset}?v=2&against=1",
        "apps": "/apps",
        "overview": "/overview",
        "undo": f"/requests/{seeded.delivered}/undo",
    }


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_every_view_is_accessible_and_fits(opened: Open, stock: tuple[House, Seeded], size: str, scheme: str) -> None:
    tab = opened("/overview", size, scheme, reduced_motion="reduce")
    base = tab.url.removesuffix("/overview")
    found = []
    for name, path in views(stock[1]).items():
        tab.goto(base + path)
        tab.evaluate("for (const box of document.querySelectorAll('details.add')) box.open = true")
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name}: {wide} pixels too wide"] if wide > 0 else []
        found += [
            f"{name}: {v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}"
            for v in Axe().run(tab).response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_what_happens_is_on_the_screen_as_it_happens(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "watch me", BRIEF, PLAN, "ada")
    tab = opened(f"/requests/{lease.request}")
    expect(tab.locator("[data-live]")).to_have_text("live")
    start(house, lease, PLAN.steps[0])
    step = tab.locator("#step-source")
    expect(step).to_have_class(re.compile(r"\brun\b"))
    expect(step.get_by_role("link")).to_have_accessible_name(re.compile(r"running, (now|\d+ s)$"))
    expect(tab.get_by_role("status")).to_have_text("Now: Write the source of the CRM")
    say(house, lease, "Wrote <b>42</b> files", "source", file="app/main.py")
    row = tab.locator(".row", has_text="Wrote <b>42</b> files")
    expect(row).to_be_visible()
    expect(row.locator("code")).to_have_text("app/main.py")
    finish(house, lease, PLAN.steps[0], Outcome(state=StepState.SUCCEEDED, seconds=1.5))
    expect(step).to_have_class(re.compile(r"\bgood\b"))
    expect(step.locator(".took")).to_contain_text("1.5 s")
    expect(tab.locator("[data-station=source]")).to_have_class(re.compile(r"\bgood\b"))


def test_a_quiet_stretch_says_only_that_it_still_runs(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "be quiet", BRIEF, PLAN, "ada")
    start(house, lease, PLAN.steps[0])
    tab = opened(f"/requests/{lease.request}")
    expect(tab.locator("[data-still]")).to_have_text(re.compile(r"^Still running: .+, \d+ s$"), timeout=9000)


def test_the_page_leaves_who_reads_alone(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "read in peace", BRIEF, PLAN, "ada")
    for number in range(60):
        say(house, lease, f"line {number}")
    tab = opened(f"/requests/{lease.request}")
    expect(tab.locator("[data-live]")).to_have_text("live")
    tab.evaluate("scrollTo(0, 0)")
    tab.wait_for_function("scrollY === 0")
    say(house, lease, "news")
    expect(tab.locator("[data-jump]")).to_be_visible()
    assert tab.evaluate("scrollY") == 0
    tab.locator("[data-jump]").click()
    expect(tab.locator(".row", has_text="news")).to_be_in_viewport()


def test_it_finds_its_way_back_and_misses_nothing(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "come back", BRIEF, PLAN, "ada")
    tab = opened("/requests/new")
    tab.add_init_script(REMEMBER)
    tab.goto(tab.url.replace("/requests/new", f"/requests/{lease.request}"))
    expect(tab.locator("[data-live]")).to_have_text("live")
    say(house, lease, "before")
    expect(tab.locator(".row", has_text="before")).to_be_visible()
    tab.evaluate("lines.at(-1).close()")
    for number in range(30):
        say(house, lease, f"meanwhile {number}.")
    expect(tab.locator(".row", has_text="meanwhile 29.")).to_be_visible()
    positions = [
        int(p) for p in tab.locator("[data-rows] > li").evaluate_all("rows => rows.map(r => r.dataset.position)")
    ]
    assert positions == sorted(set(positions))
    assert tab.evaluate("lines.length") >= 2
    assert sum("meanwhile" in t for t in tab.locator(".row").all_inner_texts()) == 30


@pytest.mark.parametrize("size", SIZES)
def test_evidence_opens_beside_the_thread(opened: Open, stock: tuple[House, Seeded], size: str) -> None:
    tab = opened(f"/requests/{stock[1].delivered}", size)
    tab.locator("#step-source a").click()
    panel = tab.get_by_role("complementary", name="Evidence")
    expect(panel.get_by_role("heading", name="Write the source of the CRM")).to_be_visible()
    expect(panel.locator(".diff .add").first).to_be_visible()
    expect(panel).to_contain_text("ruff and mypy found nothing")
    tab.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(tab.locator("#step-source a")).to_be_focused()


def test_hostile_pages_touch_nothing(opened: Open, stock: tuple[House, Seeded]) -> None:
    house, seeded = stock
    asset = next(v for v in house.catalogue.assets.find(request=seeded.delivered) if v.name == "Getting started")
    tab = opened(f"/assets/{asset.asset}")
    frame = tab.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Getting started")).to_be_visible()
    assert tab.title() == "Getting started · Praetorium"
    assert frame.locator("html").evaluate("() => document.title", timeout=5000) == "Getting started"


def test_a_download_is_the_very_bytes(opened: Open, stock: tuple[House, Seeded], tmp_path: Path) -> None:
    house, seeded = stock
    tab = opened(f"/assets/{seeded.asset}", accept_downloads=True)
    with tab.expect_download() as found:
        tab.get_by_role("link", name="Download").click()
    found.value.save_as(tmp_path / "got")
    newest = house.catalogue.assets.get(seeded.asset)
    assert (tmp_path / "got").read_bytes() == house.store.path(newest.sha256).read_bytes()


def test_everything_by_keyboard(opened: Open, stock: tuple[House, Seeded]) -> None:
    tab = opened("/overview")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to the content")).to_be_focused()
    account = tab.locator("[data-menu] summary")
    account.press("Enter")
    expect(tab.get_by_text("It changes the words, never the facts.")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-menu] .sheet")).to_be_hidden()
    expect(account).to_be_focused()
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.keyboard.press("g")
    tab.keyboard.press("a")
    tab.wait_for_url("**/approvals")
    tab.keyboard.press("j")
    card = tab.locator("[data-approval]").first
    expect(card).to_be_focused()
    tab.keyboard.press("e")
    expect(card.locator("[id^=edit-]")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(card).to_be_focused()
    tab.keyboard.press("n")
    tab.wait_for_url("**/requests/new")
    tab.keyboard.press("/")
    expect(tab.get_by_label("What do you need?")).to_be_focused()


def test_enter_in_a_field_never_allows_what_was_not_meant(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    _, id = waiting(house, "ada")
    tab = opened(f"/approvals/{id}")
    tab.get_by_placeholder("Reason").press("Enter")
    tab.locator("[data-approval]").press("r")
    expect(tab.get_by_label("What should be different?")).to_be_focused()
    tab.locator("[data-approval]").press("e")
    expect(tab.get_by_label("Path")).to_be_focused()
    expect(tab.get_by_label("What should be different?")).to_be_hidden()
    tab.get_by_label("Path").fill("drafts")
    assert house.catalogue.approvals.get(id).state == "waiting"
    tab.keyboard.press("Enter")
    expect(tab.locator(".answered")).to_contain_text("Edited")
    assert house.catalogue.decisions.of(id)[-1].given["parameters"]["path"] == "drafts"


@pytest.mark.parametrize("size", SIZES)
def test_saying_answering_and_halting(opened: Open, stock: tuple[House, Seeded], size: str) -> None:
    house = stock[0]
    tab = opened("/requests/new", size)
    tab.get_by_role("button", name="Build me a CRM with contacts and leads").click()
    tab.get_by_role("button", name="Ask").click()
    tab.wait_for_url("**/requests/req-*")
    expect(tab.locator(".words")).to_contain_text("Build me a CRM with contacts and leads")
    expect(tab.locator(".brief")).to_contain_text("Contacts")
    expect(tab.locator(".step")).not_to_have_count(0)
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.locator(".failure")).to_contain_text("cancelled")
    tab.goto(tab.url.split("/requests")[0] + "/overview")
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Halt everything").click()
    expect(tab.get_by_role("button", name="Let everything go on")).to_be_visible()
    assert "halt" in house.catalogue.switches.on()
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Let everything go on").click()
    expect(tab.get_by_role("button", name="Halt everything")).to_be_visible()


def test_a_question_is_answered_by_a_click_and_an_approval_with_a_reason(
    opened: Open, stock: tuple[House, Seeded]
) -> None:
    house, seeded = stock
    tab = opened(f"/requests/{seeded.waiting}", "phone")
    tab.get_by_placeholder("Reason").fill("not before Monday")
    tab.get_by_role("button", name="Deny").click()
    expect(tab.locator(".answered").first).to_contain_text("denied")
    decision = house.catalogue.decisions.of(seeded.approval)[-1]
    assert (decision.answer, decision.who, decision.because, decision.door) == (
        "deny",
        "ada",
        "not before Monday",
        "page",
    )


def test_the_view_moves_on_by_itself_while_nobody_reads(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "lead me on", BRIEF, PLAN, "ada")
    tab = opened(f"/requests/{lease.request}")
    expect(tab.locator("[data-live]")).to_have_text("live")
    mine = tab.locator(f".side a[href='/requests/{lease.request}']")
    start(house, lease, PLAN.steps[0])
    for number in range(40):
        say(house, lease, f"line {number}", "source")
    end(house, lease, RequestState.DELIVERED, "Delivered", summary="There it is.")
    expect(tab.locator(".delivery")).to_be_in_viewport()
    expect(mine).to_contain_text("delivered")
    expect(mine).to_have_attribute("aria-current", "page")


def test_the_view_stays_with_who_reads(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    lease = begun(house, "let me read", BRIEF, PLAN, "ada")
    for number in range(60):
        say(house, lease, f"line {number}")
    tab = opened(f"/requests/{lease.request}")
    expect(tab.locator("[data-live]")).to_have_text("live")
    tab.mouse.move(600, 400)
    tab.mouse.wheel(0, -9000)
    tab.wait_for_function("scrollY === 0")
    end(house, lease, RequestState.DELIVERED, "Delivered", summary="There it is.")
    expect(tab.locator(".delivery")).to_contain_text("There it is.")
    expect(tab.locator("[data-jump]")).to_be_visible()
    assert tab.evaluate("scrollY") == 0


def test_what_comes_to_wait_is_shown_but_not_under_somebodys_hands(opened: Open, stock: tuple[House, Seeded]) -> None:
    house = stock[0]
    waiting(house, "ada")
    tab = opened("/approvals")
    reason = tab.get_by_placeholder("Reason").first
    reason.fill("not yet")
    badge = tab.locator("[data-badge-number]")
    before = badge.inner_text()
    _, id = waiting(house, "ada")
    expect(badge).not_to_have_text(before, timeout=9000)
    card = tab.locator(f"[data-approval='{id}']")
    expect(card).to_have_count(0)
    expect(reason).to_have_value("not yet")
    reason.fill("")
    reason.blur()
    expect(card).to_be_visible(timeout=9000)


def test_the_overview_says_who_is_told_outside_of_the_page(opened: Open, stock: tuple[House, Seeded]) -> None:
    home = stock[0].settings.home
    tab = opened("/overview")
    expect(tab.get_by_text("Nobody is told by chat or mail.")).to_be_visible()
    channels.add(home, Channel(name="team", block="slack-webhook/ops", occasions=(Occasion.APPROVAL, Occasion.FAILED)))
    tab.reload()
    expect(tab.get_by_text("team is told of what waits for a person, failed requests")).to_be_visible()
    (home / channels.FILE).write_text("channels: [{name: Team}]")
    tab.reload()
    expect(tab.locator(".problem")).to_contain_text("notifications.yaml")
    (home / channels.FILE).unlink()


def test_an_asset_tells_by_name_what_it_comes_from(opened: Open, stock: tuple[House, Seeded]) -> None:
    tab = opened(f"/assets/{stock[1].asset}?v=2&against=1")
    lineage = tab.get_by_role("group", name="Lineage")
    expect(lineage).to_contain_text("Write the source of the")
    expect(tab.locator(".diff .add").first).to_contain_text("search with /")
    expect(tab.locator("figcaption")).to_have_text(["version 1", "version 2"])


def test_an_address_that_leads_nowhere_leads_back(opened: Open) -> None:
    tab = opened("/requests/new")
    base = tab.url.removesuffix("/requests/new")
    answer = tab.request.get(f"{base}/nothing/here", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "No page has the address &#39;/nothing/here&#39;." in answer.text()
    assert 'aria-label="Views"' in answer.text()


def test_what_a_page_loads_may_be_kept_for_ever_and_changes_its_address(opened: Open) -> None:
    tab = opened("/requests/new")
    loaded = tab.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    static = [url for url in loaded if "/static/" in url]
    assert {url.rsplit(".", 1)[1] for url in static} >= {"js", "css", "woff2"}
    assert len({url.rsplit("/", 1)[0] for url in static}) == 1, "what scripts load of each other is of their edition"
    assert all("immutable" in tab.request.get(url).headers["cache-control"] for url in static)
