"""Deciding what a site is called, for what kind of business it is, and which pages hold what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from praetorium.models import Brief, Model
from praetorium.planning.expressions import slug
from praetorium.sites.business import Business, Offer, recognise
from praetorium.sites.menu import Menu

Block = Literal["hero", "offerings", "points", "about", "hours", "questions", "contact", "gallery", "teaser", "text"]

# Page names as people say them, and what such a page holds.
BLOCKS: dict[str, tuple[Block, ...]] = {
    "home": ("hero", "points", "teaser"),
    "about": ("about", "points"),
    "services": ("offerings",),
    "hours": ("hours",),
    "contact": ("contact", "hours"),
    "faq": ("questions",),
    "gallery": ("gallery",),
}
ALIASES = {
    "home": "home homepage start index main landing welcome",
    "about": "about story team history us who we are mission",
    "services": "services service menu products offer offers pricing prices treatments classes rooms work portfolio",
    "hours": "hours opening times",
    "contact": "contact contacts location visit directions find us impressum imprint booking appointments reservations",
    "faq": "faq questions help",
    "gallery": "gallery photos pictures images",
}
ONE_PAGE: tuple[Block, ...] = ("hero", "points", "offerings", "about", "questions", "contact", "hours")
DEFAULT = ("home", "about", "services", "contact")
_SITE = (
    r"\b(?:one|single|multi)?[- ]?page\b|\bweb\s?-?(?:site|page)s?\b"
    r"|\b(?:homepage|landing page|site|static|simple|small|modern)\b"
)
_FILLER = r"\b(?:a|an|the|my|our|for|with|build|make|create|me|please|of)\b"


class PagePlan(Model):
    """One page of a site."""

    title: str
    file: str
    blocks: tuple[Block, ...]


class SitePlan(Model):
    """What will be built."""

    name: str
    business: Business
    pages: tuple[PagePlan, ...]
    menu: Menu | None = None
    """What is offered, from a file; None: the examples of its kind."""
    assumed: tuple[str, ...] = ()
    """What was decided without having been said, each a sentence."""

    @property
    def one_page(self) -> bool:
        return len(self.pages) == 1

    def page_with(self, block: Block) -> PagePlan | None:
        return next((p for p in self.pages if block in p.blocks), None)


def plan(brief: Brief, words: str, folder: Path, name: str | None = None, menu: Menu | None = None) -> SitePlan:
    """The site for a brief. ``words`` are the request's own; ``folder`` is ``templates/sites``."""
    business, word = recognise(f"{brief.title} {words}", folder)
    assumed = []
    if word is None:
        assumed.append("The words name no kind of business that is known here, so the text is general.")
    chosen = name or _name(brief.title, words, business, word)
    if chosen == f"Our {business.called}":
        assumed.append(f"No name was given, so it is called '{chosen}'.")
    if menu is not None:
        title = _called(words) or business.offer.page
        business = business.model_copy(update={"offer": Offer(page=title, noun=business.offer.noun)})
    pages = _pages(brief.pages, words, business)
    if menu is not None and not any("offerings" in page.blocks for page in pages):
        pages = (*pages, PagePlan(title=business.offer.page, file="menu.html", blocks=("offerings",)))
    prices = "" if menu else " prices"
    invented = f"Address, telephone number, e-mail,{prices} and opening hours are examples and marked as such."
    assumed.append(invented.replace("e-mail, and", "e-mail and"))
    return SitePlan(name=chosen, business=business, pages=pages, menu=menu, assumed=tuple(assumed))


def _called(words: str) -> str:
    """What the words call the list that they give a file for: ``Menu`` of "with menu.csv as the menu"."""
    found = re.search(r"\.\w+ as (?:the|our|my|its|a) ([a-z]+(?: list)?)\b", words, re.IGNORECASE)
    return found[1].capitalize() if found else ""


def _name(title: str, words: str, business: Business, word: str | None) -> str:
    quoted = re.search(r"""["“'‘]([^"”'’]{2,60})["”'’]""", words)
    if quoted:
        return quoted[1].strip()
    called = re.search(r"\b(?:called|named)\s+((?:[A-ZÄÖÜ0-9&][\w&'’.-]*\s?){1,5})", words)
    if called:
        return called[1].strip()
    rest = re.sub(_FILLER, " ", re.sub(_SITE, " ", title, flags=re.IGNORECASE), flags=re.IGNORECASE)
    rest = " ".join(rest.split()).strip(" -–:,.")
    generic = {*(w.casefold() for w in business.words), business.called.casefold(), "website", "app", ""}
    return f"Our {business.called}" if rest.casefold() in generic or len(rest) > 60 else rest


def _pages(asked: tuple[str, ...], words: str, business: Business) -> tuple[PagePlan, ...]:
    single = re.search(r"\b(?:one|single)[- ]page\b|\blanding page\b|\bonepager\b", words, re.IGNORECASE)
    if single or len(asked) == 1:
        return (PagePlan(title="Home", file="index.html", blocks=ONE_PAGE),)
    made: list[PagePlan] = []
    for said in asked or DEFAULT:
        kind = _kind(said)
        if kind == "home":
            continue
        title = said.strip().upper() if said.casefold() in ("faq", "q&a") else said.strip().capitalize()
        if said.casefold() == "services" and not asked:
            title = business.offer.page
        blocks: tuple[Block, ...] = BLOCKS[kind] if kind else ("text",)
        file = f"{slug(said)}.html"
        if all(page.file != file for page in made) and file not in ("index.html", "404.html"):
            made.append(PagePlan(title=title, file=file, blocks=blocks))
    return (PagePlan(title="Home", file="index.html", blocks=BLOCKS["home"]), *made)


def _kind(said: str) -> str | None:
    words = set(re.findall(r"[a-z]+", said.casefold()))
    return next((kind for kind, known in ALIASES.items() if words & set(known.split())), None)
