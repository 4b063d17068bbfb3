"""What each word of a sentence is (noun, verb, …), by dictionary and by its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from praetorium.words import english, lexicon, nouns
from praetorium.words.data import grammar, table
from praetorium.words.sentences import Sentence

_VERB_NEXT = frozenset(
    {"can", "should", "must", "may", "might", "will", "would", "could", "shall", "not", "please", "let"}
)
_OPENING = frozenset(
    {"track", "manage", "organize", "keep", "build", "make", "create", "design", "need", "want", "add", "give", "do"}
)
_NOTED = frozenset({"log", "record", "plan", "list", "note", "chart"})
_HAVING = frozenset({"with", "has", "have", "having", ":", "=", "("})
_WRITTEN = frozenset({"log", "record", "report", "check", "note", "book", "score", "rate", "grade", "mark"})
_MANY = frozenset({"staff", "crew", "team", "personnel", "police", "people", "everyone", "everybody"})
"""Who act, in the singular or plural, though the word has no sign of it."""
_WHEN = frozenset({"day", "date", "time", "point"})
_AWAY = frozenset({"up", "off", "out", "in", "back"})
_PARTS = frozenset({"section", "page", "view", "area"})
YES_OR_NO = frozenset({"y/n", "yes/no"})
_HEADS = frozenset({"NUM", "-", ")", "*", "•"})
"""What may stand before the first word of an item in a list."""
_KEEPS = frozenset({"keeps", "takes", "makes"})
_SINGLE = frozenset({"it", "he", "she"})
_ONE = frozenset({"a", "an", "each", "every"})
_RELATIVE = frozenset({"that", "which", "who", "what"})
"""What follows them in "an app that shows …" is done, not meant: "that" stands before one thing alone."""
_TO_AFTER = frozenset(
    {"able", "want", "wants", "need", "needs", "users", "user", "allow", "allowing", "me", "us", "them"}
)
"""After these, "to" comes before a verb though the word may be a noun as well ("users to record")."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word with its part of speech: N V G(erund) D(participle) J R DET PREP PRON CONJ AUX HAVE NEG NUM TO or sign."""

    text: str
    lower: str
    tag: str
    lemma: str
    plural: bool = False
    proper: bool = False

    @property
    def nominal(self) -> bool:
        return self.tag in {"N", "G"}


@cache
def _closed() -> dict[str, str]:
    found: dict[str, str] = {}
    for tag_name, listed in table("parts_of_speech").items():
        for one in listed.split():
            found.setdefault(one, tag_name)
    return found


@lru_cache(maxsize=4096)
def _options(lower: str) -> tuple[str, str, str, str]:
    """Closed tag, open tags, lemma as a noun, form."""
    closed = _closed().get(lower)
    if closed:
        return closed, "", lower, "base"
    found = english.word(lower)
    return "", found.tags, found.lemma, found.form


def tag(sentence: Sentence) -> tuple[Tagged, ...]:
    """The words of a sentence with their parts of speech; signs are their own tag."""
    tokens = sentence.tokens
    tagged: list[Tagged] = []
    for number, token in enumerate(tokens):
        text = token.text
        if token.lower in YES_OR_NO:
            tagged.append(Tagged(text, text.lower(), "X", text))
        elif text[0].isdigit():
            tagged.append(Tagged(text, text.lower(), "NUM", text))
        elif not (text[0].isalpha() or text[0] == "_"):
            kind = "CONJ" if text == "+" and number else text if len(text) == 1 else "X"
            tagged.append(Tagged(text, text.lower(), kind, text))
        else:
            following = tokens[number + 1].lower if number + 1 < len(tokens) else ""
            opens = all(word.tag in _HEADS for word in tagged)
            previous = tagged[-1] if tagged and not opens else None
            word = _tag_word(text, previous, following, start=opens)
            if word.tag == "V" and (_is_listed(tagged, following) or _is_of_several(tagged) or _is_online(tagged)):
                word = _as_noun(word)
            acts = (word.plural and _disagrees(tagged)) or _is_noted(tagged, word, following)
            tagged.append(_as_verb(word) if acts else word)
            if word.lower in _WHEN and _is_up(tagged):
                tagged[-3:-1] = [replace(part, tag="J") for part in tagged[-3:-1]]
    return tuple(tagged)


def _is_up(tagged: list[Tagged]) -> bool:
    """``pick up day``, ``drop off time``: when something is done, and nothing that is to be done."""
    done = tagged[-3:-1]
    opens = len(tagged) < 4 or tagged[-4].tag in {",", ":", "CONJ", "PREP", "("}
    return len(done) > 1 and opens and done[0].tag in {"V", "N"} and done[1].lower in _AWAY


def _is_listed(before: list[Tagged], following: str) -> bool:
    """Whether a word between two commas stands in a list of what something has: "with address, rent, size"."""
    if before and before[-1].tag in {":", "="} and following == ",":
        return True  # "register: tag, line"
    if not before or before[-1].tag != "," or following not in {",", ")", ".", "and"}:
        return False
    opened = next((word for word in reversed(before) if word.lower in _HAVING or word.tag in {"V", "TO", "AUX"}), None)
    return opened is not None and opened.lower in _HAVING


def _is_of_several(before: list[Tagged]) -> bool:
    """``a sports club``: one thing follows "a", however many the word between them means."""
    return len(before) > 1 and before[-1].tag == "N" and before[-1].plural and before[-2].lower in {"a", "an"}


def _is_online(before: list[Tagged]) -> bool:
    """``an online resume builder``: between an article and a noun nothing is done."""
    return len(before) > 1 and before[-1].tag == "R" and before[-2].lower in {"a", "an"}


def _is_noted(before: list[Tagged], word: Tagged, following: str) -> bool:
    """``staff record vet visits``, ``drivers report damages, log fuel``: what somebody writes down, no name of it."""
    closed, tags, _, form = _options(following) if following.isalpha() else ("CONJ", "", "", "")
    if not before or word.lower not in _WRITTEN or word.tag != "N" or closed:
        return False
    if before[-1].tag in {",", "CONJ"}:
        several = tags.startswith("N") or ("N" in tags and form == "s")
        return several and any(other.tag == "V" for other in before)
    return tags.startswith("N") and len(before) < 3 and before[-1].lower in _MANY


def _as_noun(word: Tagged) -> Tagged:
    found = english.word(word.lower)
    return replace(word, tag="N", plural=found.form == "s") if "N" in found.tags else word


def _disagrees(before: list[Tagged]) -> bool:
    """Whether what ends in "s" here cannot be several of a thing: after "it", and after one thing ("a cabin costs")."""
    if before and before[-1].lower in _SINGLE:
        return True
    return len(before) > 1 and before[-1].tag == "N" and not before[-1].plural and before[-2].lower in _ONE


def _as_verb(word: Tagged) -> Tagged:
    return replace(word, tag="V", plural=False) if "V" in _options(word.lower)[1] else word


def _tag_word(text: str, previous: Tagged | None, following: str, *, start: bool) -> Tagged:
    lower = text.lower().replace("’", "'")
    if lower.endswith(("'s", "s'")) and lower not in _closed():
        return Tagged(text, lower, "DET", lower[:-2])
    if lower == "to":
        return Tagged(text, lower, "TO" if _infinitive(previous, following) else "PREP", lower)
    if lower == "track" and previous is not None and previous.lower in {"keep", "keeps", "keeping"}:
        return Tagged(text, lower, "V", lower)
    closed, tags, lemma, form = _options(lower)
    if lower == "one" and following.isalpha() and _options(following)[1].startswith("N"):
        return Tagged(text, lower, "NUM", lower)  # "belong to one branch"
    if lower == "needs" and previous is not None and previous.tag == "J":
        return Tagged(text, lower, "N", "need", plural=True)
    if closed:
        return Tagged(text, lower, closed, lower)
    proper = text[0].isupper() and not start and not text.isupper()
    if not tags and "-" in lower and following.isalpha() and not _options(following)[0]:
        return Tagged(text, lower, "J", lower, proper=proper)
    if not tags:
        noun = english.singular(lower)
        kind = "R" if lower.endswith("ly") and english.is_known(lower) else "N"
        return Tagged(text, lower, kind, noun, plural=noun != lower, proper=proper)
    kind = "N" if proper and "N" in tags else _choose(lower, tags, form, previous, following)
    if kind == "G" and form == "base":
        return Tagged(text, lower, "G", english.stem(lower), proper=proper)
    if kind == "N" and form in {"base", "s"}:
        return Tagged(text, lower, "N", lemma, plural=form == "s", proper=proper)
    return Tagged(text, lower, kind, lemma, proper=proper)


def _infinitive(previous: Tagged | None, following: str) -> bool:
    closed, tags, _, form = _options(following) if following else ("", "", "", "")
    if closed or "V" not in tags or form != "base":
        return False
    return tags[0] == "V" or previous is None or previous.lower in _TO_AFTER or previous.tag != "V"


def _names(lower: str, previous: Tagged | None, following: str) -> bool:
    """Whether what may be a verb says what kind of thing follows: "risk register", "work orders"."""
    if (lower, english.singular(following)) in lexicon.phrases():
        return previous is None or previous.tag in {",", "CONJ", ":", "PREP"}
    named = _options(following)[1].startswith("N") or following in grammar("app_words")
    several = _options(following)[3] == "s" and "N" in _options(following)[1] and lower not in _done()
    if previous is not None or not (named or several):
        return False
    return _is_bare(following) if lower in _done() else True


def _is_bare(following: str) -> bool:
    """Whether one thing follows without an article, as no verb's object does: "stamp collection"."""
    closed, tags, _, form = _options(following) if following.isalpha() else ("CONJ", "", "", "")
    return not closed and tags[:1] == "N" and form == "base" and following not in english.UNCOUNTED


def _is_paper(following: str) -> bool:
    return nouns.classify(following) in {"document", "task"}


def _is_done_to(lower: str, following: str) -> bool:
    """Whether a noun in "ing" is the verb it is made of: something is done to what follows."""
    return lower.endswith("ing") and english.stem(lower) in _done() and _takes_object(following)


def _is_several(following: str) -> bool:
    """Whether what follows can be several of a thing: "requests"."""
    closed, tags, _, form = _options(following) if following.isalpha() else ("CONJ", "", "", "")
    return not closed and "N" in tags and form == "s"


@cache
def _done() -> frozenset[str]:
    return grammar("strong_verbs") | grammar("medium_verbs") | grammar("covered_verbs")


def _takes_object(following: str) -> bool:
    """Whether what follows can be what somebody does something with: "the society keeps letters", "… the letters"."""
    closed, tags, _, form = _options(following) if following.isalpha() else ("CONJ", "", "", "")
    return (closed == "DET" and following != "that") or (
        not closed and tags[:1] in {"N", "J"} and (form == "s" or tags[0] == "J")
    )


def _choose(lower: str, tags: str, form: str, previous: Tagged | None, following: str) -> str:
    before = previous.tag if previous else ""
    if form == "ing":
        return "G"
    if form == "ed":
        return "D"
    if previous is None and form == "base" and "V" in tags and following and lower in _OPENING:
        return "V"
    if previous is None and lower in _NOTED and _options(following)[0] == "DET":
        return "V"
    if previous is None and form == "base" and "N" in tags and following in {":", ",", "has", "is"}:
        return "N"
    if form == "base" and "N" in tags and _names(lower, previous, following):
        return "N"
    if "V" in tags and form == "base" and (before == "TO" or (previous is not None and previous.lower in _VERB_NEXT)):
        return "V"
    if before == "R" and "V" in tags and tags[0] == "V":
        return "V"
    if form == "base" and {"N", "V"} <= set(tags) and before in {"V", ",", "CONJ"}:
        if _options(following)[0] in {"DET", "PRON"} if following.isalpha() else False:
            return "V" if before != "V" else "N"
        if _is_several(following) and (before == "V" or (lower not in _done() and _is_paper(following))):
            return "N"  # "submit repair requests"
    if previous is not None and previous.lower in _RELATIVE and form == "s" and "V" in tags:
        return "V"
    if form == "base" and before in {"PREP", ",", "CONJ"} and _is_done_to(lower, following):
        return "G"  # "functionalities for finding stations"
    if before in {"DET", "J", "PREP", "NUM", "D"} and "N" in tags:
        if tags[0] == "J" and following and _options(following)[1].startswith("N"):
            return "J"
        return "N"
    if before == "N" and "N" in tags and lower in _PARTS and _options(following)[0] in {"", "DET"}:
        return "N"  # "a recipes section that anyone can read"
    if previous is not None and before == "N" and previous.plural and form == "base" and "V" in tags:
        return "N" if tags[0] == "N" and _is_bare(following) else "V"
    if previous is not None and before == "N" and not previous.plural and form == "base" and "N" in tags:
        return "N"
    if form == "s" and tags[0] == "V" and following.isalpha() and _options(following)[0] == "PRON":
        return "V"  # "nobody gives it"
    if form == "s":
        if lower in _KEEPS and following in {"track", "record", "records", "note", "notes", "count"}:
            return "V"
        acts = tags[0] == "V" and before == "N" and previous is not None and not previous.plural
        row = before in {"CONJ", ","} and _options(following)[0] == "DET" and following != "that"
        acts = acts or (row and (tags[0] == "V" or before == ",") and "V" in tags)
        return "N" if "N" in tags and not (acts and _takes_object(following)) else "V"
    return tags[0]
