"""What records are kept in: of ``movie watchlist`` and ``dog walking schedule app``, the movies and the walks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from praetorium.models import FieldType
from praetorium.words import english, entities, fields, lexicon, nouns
from praetorium.words.actions import DECLARED
from praetorium.words.data import grammar, table
from praetorium.words.drafts import Board, Draft
from praetorium.words.features import Hit
from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase, Thing, thing
from praetorium.words.tagging import Tagged

_HAPPENS = frozenset({"activity", "task"})
"""Classes of what happens to something else, which is then kept, too."""
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.PERCENT})
_ANYTHING = frozenset({"item", "wish"})
"""What a list keeps whatever it is for: "camping packing list"."""
_TIMES = frozenset({FieldType.DATE, FieldType.DATETIME})
_HAPPENED_TO = frozenset({"product", "animal", "vehicle", "person", "thing"})
_OWNERS = frozenset({"place", "organisation"})
_AFTER = frozenset({"PREP", ",", ":", ";", ".", "(", "AUX", "HAVE"})
_WANTED = frozenset({"need", "needs", "want", "wants", "like"})
_ONE = frozenset({"place", "organisation", "event"})
"""Classes of what there is just one of where it only has an application: a festival's site."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A word for what records are kept in."""

    words: tuple[str, ...]
    keeps: str
    alone: str
    """What is kept where nothing stands before the word."""
    whose: bool
    """What stands before it may say whose it is: "museum inventory"."""
    states: tuple[str, ...]
    fields: tuple[str, ...]


@cache
def _holders() -> dict[tuple[str, ...], Holder]:
    found = {}
    for said, raw in table("holders").items():
        told = raw or {}
        words = tuple(str(said).split())
        found[words] = Holder(
            words=words,
            keeps=told.get("keeps", ""),
            alone=told.get("alone", ""),
            whose=told.get("whose", False),
            states=tuple(told.get("states", ())),
            fields=tuple(told.get("fields", ())),
        )
    return found


def is_holder(word: str) -> bool:
    """Whether a single word is one for what records are kept in."""
    return (word,) in _holders()


def is_named_by(first: list[Line], hit: Hit) -> bool:
    """Whether a feature is only spoken of in the word for the list itself: there are no favourites of a watchlist."""
    for one in first if hit.ask.name == "favourites" else ():
        phrase = heading(one)
        holder = part(phrase)[1] if phrase else None
        if holder is not None and one.sentence.lower[hit.start : hit.end] == " ".join(holder.words):
            return True
    return False


def heading_word(phrase: Phrase) -> str:
    """The word of a phrase that is nothing but a holder: "calendar"."""
    return phrase.text if (phrase.head.lower,) in _holders() and len(phrase.words) == 1 else ""


def part(phrase: Phrase) -> tuple[Phrase | None, Holder | None]:
    """What stands before the holder at the end of a phrase, if anything does, and the holder; words for the
    application ("app") are left out."""
    words = phrase.words
    found: Holder | None = None
    while words:
        ended = _ending(words)
        if ended and found and len(words) == len(ended.words) and not (ended.keeps or ended.alone):
            break  # "booking management"
        if ended is None and (found is not None or words[-1].plural or words[-1].lemma not in grammar("app_words")):
            break
        if ended is not None and (found is None or ended.keeps or ended.states or ended.fields):
            found = ended
        words = words[: -len(ended.words) if ended else -1]
    return (Phrase(words, phrase.start) if words else None), found


def _ending(words: tuple[Tagged, ...]) -> Holder | None:
    said = tuple(word.lower for word in words)
    return next((h for n in (2, 1) if (h := _holders().get(said[-n:])) and len(said) >= n), None)


def read(one: Line, board: Board) -> None:
    """Note what a few words name by what it is kept in, or an application that is named after it."""
    phrase = heading(one)
    if phrase is None:
        return
    before, holder = part(phrase)
    about = kept_in(phrase)
    after = one.tagged[phrase.end].lower if phrase.end < len(one.tagged) else ""
    if about is not None and _is_theirs(phrase, holder, about, after):
        return
    draft = _kept(one, phrase, before, holder, board)
    if draft is None:
        return
    if holder is not None:
        timed = any(field.type in _TIMES for field in entities.usual(draft).values())
        draft.asked += [f.replace("_", " ") for f in holder.fields if not (timed and fields.infer(f) in _TIMES)]
        draft.states += holder.states
        if draft.name.endswith(" entry") and fields.infer_of(draft.name.removesuffix(" entry")) in _NUMBERS:
            draft.asked.append(draft.name.removesuffix(" entry"))
    following = one.starting.get(phrase.end)
    while following is not None:  # "running diary distance time shoes"
        draft.asked.append(following.text)
        following = one.starting.get(following.end)
    _theirs(one, phrase, draft, board)


def _is_theirs(phrase: Phrase, holder: Holder | None, about: Thing, after: str) -> bool:
    """``landlord app: houses``, ``wedding planner, vendors``: whose it is or what for, where things are listed."""
    if holder is None:
        return after in {":", "with"} and not phrase.words[-2].plural and _class_of(about) == "person"
    return holder.whose and about.key is None and after in {":", "with", ","} and _class_of(about) == "event"


def heading(one: Line) -> Phrase | None:
    """The phrase of a few words that ends in a holder or a word for the application, before anything is listed."""
    if one.sentence.index or not one.brief:
        return None
    begin = next((at + 1 for at, word in enumerate(one.tagged[:8]) if word.lower in _WANTED), 0)
    stop = next((at for at in range(begin, len(one.tagged)) if one.tagged[at].tag in _AFTER), len(one.tagged))
    return next((p for p in one.phrases if begin <= p.start < stop and part(p) != (p, None)), None)


def comma_after(one: Line) -> int | None:
    """Where the comma stands after ``risk register, likelihood, owner``."""
    named = heading(one)
    if named is None or part(named)[1] is None or named.end >= len(one.tagged):
        return None
    return named.end if one.tagged[named.end].tag == "," else None


def names_all(first: list[Line], drafts: list[Draft]) -> bool:
    """Whether a few words say what is kept by what it is kept in: the servers of a "server inventory"."""
    for one in first:
        named = heading(one)
        kept = kept_in(named) if named is not None and part(named)[1] is not None else None
        if kept is not None:
            return any(draft.name == kept.name for draft in drafts)
    return False


def _theirs(one: Line, phrase: Phrase, draft: Draft, board: Board) -> None:
    """``timesheets for five employees``, ``chore chart for my kids``: each is somebody's, who is kept, too."""
    other = next((p for p in one.phrases if p.start > phrase.start), None)
    between = list(one.tagged[phrase.end : other.start]) if other else []
    if other is None or not other.head.plural or [w.lower for w in between[:1]] != ["for"]:
        return
    person = thing(other, exact=True)
    if person and _class_of(person) == "person" and {w.tag for w in between[1:]} <= {"DET", "NUM"}:
        told = any(word.tag == "NUM" or word.lower in {"my", "our", "the"} for word in between)
        if told and draft.name != person.name:
            board.add(person, DECLARED, other.text, declared=True)
            board.link(draft.name, person.name)


def _kept(one: Line, phrase: Phrase, before: Phrase | None, holder: Holder | None, board: Board) -> Draft | None:
    about = kept_in(phrase)
    if about is None:
        return None
    named = _plain(before) if before else None
    whole = holder is not None and about.name in (holder.keeps, holder.alone)
    draft = board.add(about, DECLARED if whole else DECLARED * 0.6, phrase.text, declared=True)
    if named is not None and not whole:
        _happened_to(named, about, board)
    return draft


def kept_in(phrase: Phrase) -> Thing | None:
    """What is kept in what a heading names: None where that is a kind of application, or nothing in particular."""
    before, holder = part(phrase)
    if holder and holder.keeps and (before is None or not _names_records(before, holder)):
        known = lexicon.phrases().get(lexicon.lemmas(holder.keeps))
        return Thing(holder.keeps, known.key if known else None, False)
    if before is None and holder and holder.alone and not _is_kind(phrase, phrase):
        known = lexicon.phrases().get(lexicon.lemmas(holder.alone))
        return Thing(holder.alone, known.key if known else None, False)
    named = _plain(before) if before else None
    about = thing(named, exact=True) if named else None
    if named is None or about is None or _is_kind(phrase, named):
        return None
    about = _act(named) or _entry(named, about)
    if _class_of(about) in (_ONE if holder is None else _OWNERS if holder.whose else ()):
        return None
    if holder is None and not _is_named(named, about):
        return None
    return about


def _names_records(before: Phrase, holder: Holder) -> bool:
    """Whether what stands before "price list" or "rota" is what is kept in it, not whose it is."""
    named = _plain(before)
    found = thing(named, exact=True) if named else None
    return bool(found and holder.keeps not in _ANYTHING and found.key and _class_of(found) not in _ONE)


def _plain(before: Phrase) -> Phrase | None:
    """The phrase without the adjectives that say how the application is: "a simple, shared …"."""
    words = before.words
    while words and lexicon.lemmas(" ".join(word.lower for word in words)) not in lexicon.phrases():
        if not (words[0].tag in {"J", "D"} or words[0].lower in grammar("weak_modifiers") or _is_whose(words)):
            break
        words = words[1:]
    return Phrase(words, before.end - len(words)) if words else None


def _is_whose(words: tuple[Tagged, ...]) -> bool:
    """Whether the first word only says whose it is: the school's, of ``school detention log``."""
    if len(words) < 2 or lexicon.lemmas(f"{words[0].lower} {words[1].lower}") in lexicon.phrases():
        return False
    return (words[0].lemma,) in lexicon.kind_names() and nouns.classify(words[0].lemma) in {"place", "organisation"}


def _is_kind(phrase: Phrase, named: Phrase) -> bool:
    """Whether the words name a kind of application, whose things are kept: "expense tracker"."""
    words = [word.lower for word in phrase.words]
    while len(words) > 1 and words[-1] in grammar("app_words"):
        words.pop()
    told = {named.text, phrase.text, " ".join(words)}
    return any(said.replace("-", " ") in told for kind in lexicon.kinds() for said in kind.words)


def _is_named(named: Phrase, about: Thing) -> bool:
    """Whether an application is named after a thing that can be kept, and after nothing besides."""
    if about.key and named.head.plural:
        return True
    whole = " ".join(lexicon.lemmas(named.text))
    ended = named.words[-1].plural and whole.endswith(f" {about.name}")  # "property maintenance requests"
    if any(word.tag != "N" for word in named.words) or not (about.name == whole or ended):
        return False
    return bool(about.key) or named.words[-1].plural or nouns.is_concrete(about.name)


def _class_of(about: Thing) -> str:
    return lexicon.templates()[about.key].kind if about.key else nouns.classify(about.name)


def _act(named: Phrase) -> Thing | None:
    """``dog walking``: dog walks."""
    last = named.head
    if not last.lower.endswith("ing") or len(named.words) < 2 or lexicon.lemmas(named.text) in lexicon.phrases():
        return None
    before = named.words[-2]
    if nouns.classify(before.lemma) == "person":
        return Thing(f"{last.lower} entry", None, False)
    base = english.stem(last.lower)
    if "N" not in english.word(base).tags:
        return None
    if nouns.classify(base) not in {"activity", "task", "event"}:
        return thing(Phrase(named.words[:-1], named.start), exact=True)  # "plant watering"
    known = lexicon.phrases().get((base,))
    return Thing(f"{before.lemma} {base}", known.key if known else None, False)


def _entry(named: Phrase, about: Thing) -> Thing:
    """``fishing log``, ``mileage log``: what is kept are its entries."""
    measured = not named.head.plural and fields.infer_of(about.name) in _NUMBERS
    done = named.head.lower.endswith("ing") and len(named.words) == 1 and _class_of(about) != "event"
    if (about.key and not (done and _class_of(about) == "measurement")) or not (measured or done):
        return about
    return Thing(f"{about.name} entry", None, False)


def _happened_to(named: Phrase, about: Thing, board: Board) -> None:
    """``equipment loan``, ``dog walk``: the equipment and the dogs are kept, too."""
    other = thing(Phrase(named.words[:-1], named.start), exact=True) if len(named.words) > 1 else None
    if other is None or other.name == about.name or _class_of(other) not in _HAPPENED_TO:
        return
    if _class_of(about) not in _HAPPENS and not _is_of(about, other):
        return
    if other.key or _class_of(other) != "thing":
        board.add(other, DECLARED * 0.6, other.name, declared=True)
        board.link(about.name, other.name)


def _is_of(about: Thing, other: Thing) -> bool:
    """Whether the lexicon's entity is one that has the other: a loan of equipment."""
    relations = lexicon.templates()[about.key].relations if about.key else {}
    return other.key is not None and any(other.key in str(relation) for relation in relations.values())


def owner(phrase: Phrase) -> Phrase:
    """The phrase without a holder at its end: whose fields are told after "laptop inventory:"."""
    before, holder = part(phrase)
    return before if before is not None and holder is not None else phrase
