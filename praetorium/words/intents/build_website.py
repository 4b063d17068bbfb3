"""A website: pages without data of their own."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Question
from praetorium.words import lexicon, names, questions, titles
from praetorium.words.data import grammar
from praetorium.words.phrases import noun_phrases, thing
from praetorium.words.request import Reading
from praetorium.words.tagging import tag

_SITE = re.compile(
    r"\b(?:web ?site|web ?page|home ?page|landing page|one-page|one page|single-page|site|portfolio|brochure site|"
    r"company page|personal page)\b"
)
_DATA = re.compile(
    r"\b(?:users?|customers|manage|track|database|log ?in|register|upload\w*|store[sd]?|record|search|browse|admin\w*|"
    r"backend|submi\w+|edit|delete|orders?|bookings?|reservations?|appointments?|crud|api|shop|blog|forum|play\w*)\b"
)
_USUAL = ("Home", "About", "Services", "Contact")
_NAMES = {
    "home": "Home",
    "homepage": "Home",
    "about": "About",
    "about us": "About",
    "service": "Services",
    "services": "Services",
    "contact": "Contact",
    "contact us": "Contact",
    "team": "Team",
    "gallery": "Gallery",
    "menu": "Menu",
    "price": "Prices",
    "prices": "Prices",
    "pricing": "Pricing",
    "faq": "FAQ",
    "news": "News",
    "opening hours": "Opening hours",
    "imprint": "Imprint",
    "privacy": "Privacy",
    "portfolio": "Portfolio",
    "work": "Work",
    "testimonials": "Testimonials",
    "location": "Location",
    "events": "Events",
    "product": "Products",
    "products": "Products",
    "projects": "Projects",
}
_FOR = re.compile(
    r"\b(?:for|of|about)\s(?:my|our|the|a|an)?\s?(?P<subject>[^,;:.]+?)(?=\s(?:with|in|that|and\sa|using)\b|\s[,;:.]|$)"
)


class BuildWebsite:
    """The website intent."""

    name = "build-website"

    def weight(self, request: Reading) -> float:
        """Strong when a site is named and nothing is kept or managed on it."""
        if not _SITE.search(request.lower) or not request.brief:
            return 0.0
        if "one-page" in request.lower or "one page" in request.lower:
            return 0.9
        return 0.2 if _DATA.search(request.lower) or _things(request) else 0.8

    def brief(self, request: Reading) -> Brief:
        """The pages and their subject."""
        subject = _subject(request)
        single = bool(re.search(r"\b(?:one|single)[- ]page\b|\blanding page\b", request.lower))
        asked = _pages(request)
        pages = ("Home",) if single and not asked else asked or _USUAL
        title = names.label(subject) if subject else "Website"
        assumptions = []
        if not asked and not single:
            assumptions.append(
                Assumption(about="Pages", value=", ".join(pages), because="usual for a website; none were named")
            )
        asking: list[Question] = []
        if not subject:
            asking.append(
                Question(
                    id="subject",
                    text="What is the website about?",
                    choices=("a shop", "a person", "a club"),
                    default="a shop",
                )
            )
        listed = "one page" if single else f"{len(pages)} pages: {', '.join(pages)}"
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A website{' about ' + subject if subject else ''} with {listed}.",
            style=request.colours.style(),
            pages=pages,
            files=request.files,
            formats=request.formats,
            parameters={"subject": subject, "one_page": single},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=(*asking, *questions.colours(request.colours)),
            confidence=0.9 if subject else 0.6,
        )


INTENT = BuildWebsite()


def _things(request: Reading) -> bool:
    """Whether the words list things to keep, which are no pages."""
    for sentence in request.told:
        for phrase in noun_phrases(tag(sentence)):
            found = thing(phrase)
            if phrase.head.plural and found and found.key and not _is_page(phrase.text):
                return True
    return False


def _is_page(text: str) -> bool:
    """Whether words name a page rather than a thing: "services", "contact pages"."""
    name = re.sub(r"\s?\b(?:pages?|sections?)$", "", text.lower())
    return name in _NAMES or " ".join(lexicon.lemmas(name)) in _NAMES


def _subject(request: Reading) -> str:
    """What the site is for: "bakery" of "one-page website for my bakery"."""
    match = _FOR.search(request.lower)
    if match:
        return match["subject"].strip()
    for sentence in request.told:
        for phrase in noun_phrases(tag(sentence)):
            if phrase.head.lemma in grammar("app_words") and len(phrase.words) > 1:
                kept = [
                    w.lower
                    for w in phrase.words[:-1]
                    if w.lower not in {"one-page", "landing", "simple", "web", "static"}
                ]
                if kept and kept[-1] not in grammar("weak_modifiers"):
                    return " ".join(kept)
    kind = titles.kind_of(request.lower)
    return kind.title.lower() if kind and kind.key != "landing" else ""


def _bare(text: str) -> str:
    """A page's name without the words around it."""
    return " ".join(re.sub(r"\b(?:an?|the|our|my|its|pages?|sections?|form|map|for|with)\b", " ", text).split())


def _pages(request: Reading) -> tuple[str, ...]:
    """Pages named in the words: "with pages for menu, opening hours and contact"."""
    match = re.search(r"\b(?:with|pages?|sections?)\b\s?(?::|for|called)?(?P<list>.+)", request.lower)
    if not match or not re.search(r"\bpages?\b|\bsections?\b|\bwith\b", request.lower):
        return ()
    found = []
    for part in re.split(r"\s?(?:,|;|\band\b|/|\.)\s?", match["list"]):
        # "contact pages for a dental clinic" names its page before the "for", "pages for events" after it.
        before, _, after = f" {part}".partition(" for ")
        name = _bare(before) or _bare(after)
        page = _NAMES.get(name) or _NAMES.get(" ".join(lexicon.lemmas(name)))
        if page:
            found.append(page)
    if found and "Home" not in found and not re.search(r"\bone[- ]page\b", request.lower):
        found.insert(0, "Home")
    return tuple(dict.fromkeys(found))
