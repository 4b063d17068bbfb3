"""A site from words to files, and the proofs that refuse one that is not whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from praetorium.executors.site import Site
from praetorium.generate.colours import contrast
from praetorium.models import CheckResult, Style
from praetorium.proofs import prove
from tests.sites.conftest import Workshop, brief

BAKERY = ("Bakery", "one-page website for my bakery")
CLINIC = ("home", "about", "services", "contact")


async def checks(workshop: Workshop) -> list[CheckResult]:
    context = workshop.context(brief("Bakery"), "")
    return list((await prove("links-resolve", {"folder": "site/public"}, context, {})).checks)


async def clinic(workshop: Workshop, style: Style | None = None) -> None:
    await workshop.build(brief("Dental clinic", pages=CLINIC, style=style), "website for a dental clinic")


async def test_one_page_site_is_whole(workshop: Workshop) -> None:
    result = await workshop.build(brief(BAKERY[0]), BAKERY[1])
    assert result.paths == ("/",)
    assert result.products[0].kind == "folder"
    assert [check.evidence for check in await checks(workshop) if not check.passed] == []
    page = (workshop.public / "index.html").read_text()
    assert "Country sourdough" in page and 'href="mailto:' in page and "<form" not in page


async def test_site_of_several_pages_is_whole(workshop: Workshop) -> None:
    await clinic(workshop)
    assert [check.evidence for check in await checks(workshop) if not check.passed] == []
    found = {file.name for file in workshop.public.glob("*.html")}
    assert found == {"index.html", "about.html", "services.html", "contact.html", "404.html"}
    assert 'aria-current="page"' in (workshop.public / "about.html").read_text()


async def test_pages_that_went_away_are_gone_after_building_again(workshop: Workshop) -> None:
    await clinic(workshop)
    await workshop.build(brief("Dental clinic", pages=("home", "contact")), "website for a dental clinic")
    assert not (workshop.public / "about.html").exists()


async def test_same_words_give_the_same_bytes(workshop: Workshop) -> None:
    await clinic(workshop)
    first = {file: file.read_bytes() for file in workshop.public.iterdir()}
    await clinic(workshop)
    assert {file: file.read_bytes() for file in workshop.public.iterdir()} == first


async def test_nothing_is_loaded_from_elsewhere(workshop: Workshop) -> None:
    await clinic(workshop)
    for file in workshop.public.glob("*.*ml"):
        loaded = re.findall(r"""(?:src|href)=["'](https?:[^"']+)""", file.read_text())
        assert loaded == [], file.name
    assert "url(" not in (workshop.public / "style.css").read_text()


async def test_example_facts_are_marked(workshop: Workshop) -> None:
    await workshop.build(brief(BAKERY[0]), BAKERY[1])
    page = (workshop.public / "index.html").read_text()
    for fact in (r"5\.80 €", r"Opening hours", r"1 Example Street, Exampletown", r"\+1 555 0100</a><br>"):
        assert re.search(fact + r'\s*<span class="tag">example</span>', page), fact


@pytest.mark.parametrize("accent", ["#e6e6fa", "#ffff00", "#000080", "#ff7a00", "#7f7f7f"])
async def test_accent_is_used_exactly_and_stays_readable(workshop: Workshop, accent: str) -> None:
    await clinic(workshop, Style(accent=accent))
    for block in _palettes((workshop.public / "style.css").read_text()):
        assert block["accent"] == accent
        pairs = [("on-accent", "accent"), ("on-bg", "bg"), ("on-bg-muted", "bg"), ("on-bg-link", "bg")]
        pairs += [("text", "surface"), ("muted", "surface"), ("link", "surface"), ("waiting-text", "waiting-bg")]
        for text, ground in pairs:
            assert contrast(block[text], block[ground]) >= 4.5, (accent, text, ground)


async def test_dark_is_dark_whatever_the_visitor_prefers(workshop: Workshop) -> None:
    await clinic(workshop, Style(scheme="dark"))
    css = (workshop.public / "style.css").read_text()
    assert "prefers-color-scheme" not in css and "color-scheme: dark" in css


def _palettes(css: str) -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


async def test_hostile_name_is_only_text(workshop: Workshop) -> None:
    await workshop.build(brief("Bakery"), 'website for my bakery "<b onclick=x>& {{ 7*7 }}"')
    page = (workshop.public / "index.html").read_text()
    assert "<b onclick" not in page and "&lt;b onclick=x&gt;&amp; {{ 7*7 }}" in page
    assert [check.evidence for check in await checks(workshop) if not check.passed] == []
    ElementTree.fromstring((workshop.public / "favicon.svg").read_text())


def _edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def alter(public: Path) -> None:
        text = (public / file).read_text()
        assert old in text
        (public / file).write_text(text.replace(old, new, 1))

    return alter


DEFECTS: dict[str, Callable[[Path], None]] = {
    "link to a page that is not there": _edit("index.html", 'href="about.html"', 'href="abuot.html"'),
    "link to an anchor that is not there": _edit("index.html", 'href="#main"', 'href="#mian"'),
    "link out of the site": _edit("about.html", 'href="style.css"', 'href="https://cdn.example.org/style.css"'),
    "link above the site": _edit("about.html", 'href="contact.html"', 'href="../serve.py"'),
    "page gone": lambda public: (public / "services.html").unlink(),
    "style sheet gone": lambda public: (public / "style.css").unlink(),
    "page cut off": lambda public: (public / "about.html").write_text((public / "about.html").read_text()[:2500]),
    "no main heading": _edit("about.html", "<h1>About</h1>", ""),
    "no language": _edit("contact.html", '<html lang="en">', "<html>"),
    "form that sends nowhere": _edit("contact.html", "</main>", "<form><input></form></main>"),
    "picture without words": _edit("index.html", "</main>", '<img src="favicon.svg"></main>'),
    "page missing in the site map": _edit("sitemap.xml", "about.html", "contact.html"),
    "broken site map": _edit("sitemap.xml", "</urlset>", ""),
    "empty mail address": _edit("contact.html", 'href="mailto:hello@our-dental-clinic.example"', 'href="mailto:"'),
    "page that says nothing": lambda public: (public / "about.html").write_text(
        re.sub(
            r"<main.*?</main>", '<main id="main"><h1>About</h1></main>', (public / "about.html").read_text(), flags=re.S
        )
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
async def test_defect_is_refused(workshop: Workshop, defect: str) -> None:
    await clinic(workshop)
    assert all(check.passed for check in await checks(workshop))
    DEFECTS[defect](workshop.public)
    assert any(not check.passed for check in await checks(workshop))


async def test_interpreter_named_for_its_server_exists(workshop: Workshop) -> None:
    result = await workshop.build(brief(BAKERY[0]), BAKERY[1])
    assert Path(result.python).exists()
    assert Path(result.python).resolve().name.startswith(f"python{sys.version_info.major}")


MENU = "category;item;description;price\nBread;Rye <loaf>;Dark, with caraway;4,90\nBread;Baguette;;2,4\nCake;Pie;;$5\n"


async def test_menu_of_a_file_is_what_the_site_offers_and_any_other_price_is_refused(workshop: Workshop) -> None:
    (workshop.folder / "menu.csv").write_text(MENU, encoding="cp1252")
    words = "one-page website for my bakery, with menu.csv as the menu"
    context = workshop.context(brief("Bakery", pages=("Menu",)), words)
    executor = Site()
    result = await executor.run(executor.parameters({"folder": "site", "menu": "menu.csv"}), context)
    page = workshop.public / "index.html"
    text = page.read_text(encoding="utf-8")
    assert "Rye &lt;loaf&gt;" in text and "4.90 €" in text and "$5" in text
    assert "<h2>Menu</h2>" in text and ">Bread</h3>" in text and "Country sourdough" not in text
    assert not any("prices" in note for note in result.notes)

    given = {"folder": "site/public", "source": "menu.csv"}
    (check,) = (await prove("menu-shown", given, context, {})).checks
    assert check.passed and "3 lines" in check.evidence
    page.write_text(text.replace("2.40 €", "2.60 €"), encoding="utf-8")
    (check,) = (await prove("menu-shown", given, context, {})).checks
    assert not check.passed and "Baguette" in check.evidence
