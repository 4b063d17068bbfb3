"""A website: pages without data of their own."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Question, Unread
from praetorium.words import names, pages, questions, titles
from praetorium.words.data import grammar
from praetorium.words.phrases import noun_phrases, thing
from praetorium.words.request import Reading
from praetorium.words.tagging import tag

_SITE = re.compile(
    r"\b(?:web ?site|web ?page|home ?page|landing page|one-page|one page|single-page|site|portfolio|brochure site|"
    r"(?:company|personal|event|info|product|band|club|start|fan) page)\b"
)
_DATA = re.compile(
    r"\b(?:users?|customers|manage|track|database|log ?in|register|upload\w*|store[sd]?|record|search|browse|admin\w*|"
    r"backend|submi\w+|edit|delete|orders?|bookings?|reservations?|appointments?|crud|api|shop|blog|forum|play\w*)\b"
)
_PLAIN = re.compile(
    r"\b(?:one|a single) page is enough\b|\b(?:one|single)-page\b|\bonepager\b|\b(?:just|only) (?:one|a single) page\b|"
    r"\b(?:no|without) (?:shop|login|log-?in|accounts?|forms?|database)\b[^.]*\b(?:no|or|nor) "
    r"(?:shop|login|log-?in|accounts?|forms?|database|backend|booking)\b"
)
"""What a longer request says when it wants pages and nothing kept on them."""
_TOLD = re.compile(r"\b(?:no|without) (?:shop|login|log-?in|forms?)\b|\b(?:pages?|colou?rs?|look)\b")
LISTS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".parquet")
"""Endings of files that can be a menu."""
_USUAL = ("Home", "About", "Services", "Contact")
_OF_PICTURES = ("Home", "Gallery", "About", "Contact")
_SHOWS = re.compile(
    r"\b(?:portfolio|photograph\w*|artists?|painters?|illustrators?|tattoo\w*|sculptors?|architects?)\b"
)
"""Whose site shows pictures of what they do."""
_FOR = re.compile(
    r"\b(?:for|of|about)\s(?:(?:my|our|the|an?)\s)?(?P<subject>[^,;:.]+?)(?=\s(?:with|in|that|and\sa|using)\b|\s[,;:.]|$)"
)


class BuildWebsite:
    """The website intent."""

    name = "build-website"

    def weight(self, request: Reading) -> float:
        """Strong when a site is named and nothing is kept or managed on it."""
        if not _SITE.search(request.lower):
            return 0.0
        if not request.brief:
            return 0.8 if _SITE.search(request.told[0].lower) and _PLAIN.search(request.lower) else 0.0
        if "one-page" in request.lower or "one page" in request.lower:
            return 0.9
        return 0.2 if _DATA.search(request.lower) or _things(request) else 0.8

    def brief(self, request: Reading) -> Brief:
        """The pages and their subject."""
        subject = _subject(request)
        single = bool(re.search(r"\b(?:one|single)[- ]page\b|\blanding page\b", request.lower))
        asked = pages.listed(request.lower)
        usual = _OF_PICTURES if _SHOWS.search(request.lower) else _USUAL
        named = ("Home",) if single and not asked else asked or usual
        title = names.label(subject) if subject else "Website"
        assumptions = []
        if not asked and not single:
            assumptions.append(
                Assumption(about="Pages", value=", ".join(named), because="usual for a website; none were named")
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
        offered = [file for file in request.files if file.lower().endswith(LISTS)]
        shown = f"; what it offers is read from {offered[0]}" if offered else ""
        listed = "one page" if single else f"{len(named)} pages: {', '.join(named)}"
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A website{' for ' + subject if subject else ''} with {listed}{shown}.",
            style=request.colours.style(),
            pages=named,
            files=request.files,
            formats=request.formats,
            parameters={"subject": subject, "one_page": single, **({"menu": offered[0]} if offered else {})},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=(*asking, *questions.colours(request.colours)),
            unread=_facts(request),
            confidence=0.9 if subject else 0.6,
        )


INTENT = BuildWebsite()


def _things(request: Reading) -> bool:
    """Whether the words list things to keep, which are no pages."""
    for sentence in request.told:
        for phrase in noun_phrases(tag(sentence)):
            found = thing(phrase)
            if phrase.head.plural and found and found.key and not pages.is_page(phrase.text):
                return True
    return False


def _facts(request: Reading) -> tuple[Unread, ...]:
    """The sentences of a longer request that tell what is to stand on the pages."""
    why = "the pages have example texts of that kind of business, to be replaced by these words"
    told = [s for s in request.told[1:] if s.index not in request.colours.styled and not _TOLD.search(s.lower)]
    told += [s for s in request.told[1:] if ":" in s.text and s not in told]
    return tuple(Unread(sentence=sentence.text, why=why) for sentence in told) if not request.brief else ()


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
