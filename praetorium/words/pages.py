"""Pages by name: "with home, about and contact pages"."""

from __future__ import annotations

import re

from praetorium.words import lexicon

NAMES = {
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
    "privacy policy": "Privacy",
    "cookie policy": "Cookies",
    "term": "Terms",
    "terms": "Terms",
    "terms of use": "Terms",
    "terms of service": "Terms",
    "legal notice": "Legal notice",
    "careers": "Careers",
    "career": "Careers",
    "portfolio": "Portfolio",
    "work": "Work",
    "testimonials": "Testimonials",
    "location": "Location",
    "events": "Events",
    "product": "Products",
    "products": "Products",
    "projects": "Projects",
}
"""What is said → what the page is called."""


def is_page(text: str) -> bool:
    """Whether words name a page rather than a thing: "services", "contact pages"."""
    name = re.sub(r"\s?\b(?:pages?|sections?)$", "", text.lower())
    return name in NAMES or " ".join(lexicon.lemmas(name)) in NAMES


def named(text: str) -> tuple[str, ...]:
    """Every page that lower-case words name, in the order said; a landing page is none of its own."""
    found = []
    for part in re.split(r"\s?(?:,|;|:|\band\b|/|\.|\bsuch as\b|\blike\b|\bincluding\b|\bwith\b)\s?", text):
        name = _bare(part)
        page = NAMES.get(name) or NAMES.get(" ".join(lexicon.lemmas(name)))
        if page:
            found.append(page)
    free = _free(text)
    left = [page for page in found if not any(page.lower() in other.lower().split(" and ") for other in free)]
    return tuple(dict.fromkeys([*left, *free]))


_FREE = re.compile(
    r"\bpages (?:about|for|on|with) (?P<several>[^.;:(]+)|\ba page (?:about|for|on|with) (?P<one>[^.;:(,]+)"
)
_OURS = frozenset({"us", "me", "ourselves", "society", "club", "association", "company", "business", "firm"})
_CLAUSE = re.compile(r"\b(?:may|can|should|must|will|is|are|has|have|that|which|where|who|when)\b")
_MOST_WORDS = 5


def _free(text: str) -> list[str]:
    """Pages that the words name as they like: "pages about the region, house rules and how to find us"."""
    found = []
    for match in _FREE.finditer(text):
        one, several = match["one"] or "", match["several"] or ""
        parts = re.split(r" and (?:an?|the) | with | are | is ", one)[:1] if one else re.split(r" , | and ", several)
        for part in parts:
            name = re.sub(r"^(?:and |an? |the |our |my |its |their )+", "", part.strip())
            name = re.sub(r" pages?$", "", name)
            known = NAMES.get(name) or NAMES.get(" ".join(lexicon.lemmas(name)))
            if name in _OURS:
                found.append("About")
            elif known:
                found.append(known)
            elif name and len(name.split()) <= _MOST_WORDS and not _CLAUSE.search(name):
                found.append(name[:1].upper() + name[1:])
    return found


def _bare(text: str) -> str:
    """A page's name without the words around it."""
    return " ".join(re.sub(r"\b(?:an?|the|our|my|its|pages?|sections?|form|map|for|with)\b", " ", text).split())


def listed(text: str) -> tuple[str, ...]:
    """Pages listed in lower-case words: "with pages for menu, opening hours and contact"; Home comes first."""
    match = re.search(r"\b(?:with|pages?|sections?)\b\s?(?::|for|called)?(?P<list>.+)", text)
    if not match or not re.search(r"\bpages?\b|\bsections?\b|\bwith\b", text):
        return ()
    found = []
    for part in re.split(r"\s?(?:,|;|\band\b|/|\.)\s?", match["list"]):
        # "contact pages for a dental clinic" names its page before the "for", "pages for events" after it.
        before, _, after = f" {part}".partition(" for ")
        name = _bare(before) or _bare(after)
        page = NAMES.get(name) or NAMES.get(" ".join(lexicon.lemmas(name)))
        if page:
            found.append(page)
    if found and "Home" not in found and not re.search(r"\bone[- ]page\b", text):
        found.insert(0, "Home")
    return tuple(dict.fromkeys(found))
