"""What is handed in through a form: ``candidates apply through a public form (name, CV)`` tells of applications."""

from __future__ import annotations

from praetorium.words import lexicon
from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase, Thing, thing

_PAPERS = {
    "apply": "application",
    "register": "registration",
    "sign": "registration",
    "enrol": "registration",
    "order": "order",
    "book": "booking",
    "reserve": "booking",
}
_CARRIERS = frozenset({"through", "via", "using", "with", "by", "in", "on", "a", "an", "the", "our"})
_ASKING = frozenset({"ask", "request", "enquire", "inquire"})


def is_form(owner: Phrase) -> bool:
    """Whether a phrase means a form that people fill in."""
    return owner.head.lower == "form"


def handed_in(one: Line, form: Phrase) -> Thing | None:
    """What is handed in through a form that is named there; None where the words before it do not say."""
    verb = next((w.lemma for w in reversed(one.tagged[: form.start]) if w.lemma in {*_PAPERS, *_ASKING}), "")
    if verb in _PAPERS:
        name = _PAPERS[verb]
        return Thing(name, name if name in lexicon.templates() else None, False)
    at = form.start
    while at > 0 and one.tagged[at - 1].lower in _CARRIERS:
        at -= 1
    told = one.ending.get(at)
    if told is None or verb not in _ASKING:
        return thing(told) if told is not None else None
    found = thing(told)
    return Thing(f"{found.name if found else told.text} request", None, False)
