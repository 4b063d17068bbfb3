"""What is noted of each one of a thing: ``for each patient we need name and phone``; ``reception gives each sample a
barcode and notes the client``; ``households are registered with a card number``; ``vans: number plate, mileage``."""

from __future__ import annotations

from praetorium.words import english, enumerations, features, fields, forms, having, holders, nouns, pages
from praetorium.words.actions import DECLARED
from praetorium.words.data import grammar
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line, is_itself
from praetorium.words.phrases import Phrase, Thing, bearer, thing

_EACH = frozenset({"each", "every"})
_NOTING = frozenset(
    {"need", "needs", "note", "record", "store", "keep", "write", "enter", "want", "log", "save"}
    | {"jot", "list", "document", "writes"}
)
_AT = frozenset({"for", "after", "before", "during", "at", "of", "on"})
_GIVING = frozenset({"give", "gives", "gets", "get"})
_NOTED = frozenset({"registered", "recorded", "kept", "stored", "noted", "listed", "saved", "entered", "described"})
_GIVEN = frozenset({"filling", "entering", "giving", "stating", "providing", "specifying"})
_SIGNING = frozenset({"register", "apply", "enrol", "enroll"})
_HEADS = frozenset({"DET", "-", "NUM", ")", "."})
"""What may stand before the heading of a list."""
_APART = 4
"""Words at most between what is described and the colon."""
_MANY = 3
"""Things in such a list above which even the name of a feature is that of what is described: "daily reports:"."""
_FEW = 2
"""Things in a list after a colon from which they are taken for what is noted of what stands before it."""


def read(one: Line, board: Board) -> set[int]:
    """Note, in a long request, what the line says is noted of things; where the phrases start that are so told."""
    if one.brief:
        return set()
    taken: set[int] = set()
    for position, word in enumerate(one.tagged):
        if word.lower in _EACH and (owner := one.starting.get(position + 1)):
            taken |= _of_each(one, position, owner, board)
        elif word.lower in _NOTED and position and one.tagged[position - 1].lower in {"is", "are", "be"}:
            taken |= _noted_with(one, position, board)
        elif word.lower == "with" and position and one.tagged[position - 1].lower in _SIGNING:
            taken |= _signing_with(one, position, board)
        elif word.lower in _GIVEN and position and one.tagged[position - 1].lower == "by":
            taken |= _by_giving(one, position, board)
        elif word.tag in {":", "="}:
            taken |= _after_colon(one, position, board)
    return taken


def _of_each(one: Line, position: int, owner: Phrase, board: Board) -> set[int]:
    given = position > 0 and one.tagged[position - 1].lower in _GIVING
    starts = [owner.end] if given and _tag(one, owner.end) == "DET" else []
    if starts or (position > 0 and one.tagged[position - 1].lower in _AT):
        starts += [at + 1 for at in range(owner.end, len(one.tagged)) if _notes(one, at)]
    taken: set[int] = set()
    for start in starts:
        start += _tag(one, start) == "R"  # "write down"
        items = enumerations.fields_in(one, start)
        if items and (draft := _kept(owner, board)):
            taken |= _note(one, start, items, draft, board)
    return taken


def _notes(one: Line, at: int) -> bool:
    """Whether somebody notes something here: "we note", "and notes"."""
    word, before = one.tagged[at], one.tagged[at - 1]
    noting = word.lemma in _NOTING or word.lower in _NOTING
    return noting and (word.tag in {"V", "AUX"} or before.tag in {"CONJ", "PRON"})


def _noted_with(one: Line, position: int, board: Board) -> set[int]:
    """``Households that come for food are registered with …``: of the households."""
    if position + 1 >= len(one.tagged) or one.tagged[position + 1].lower != "with":
        return set()
    relative = next((at for at in range(position) if one.tagged[at].lower in {"that", "who", "which"}), position - 1)
    owner, items = one.before(relative), enumerations.fields_in(one, position + 2)
    draft = _kept(owner, board) if owner and owner.head.plural and items else None
    return _note(one, position + 2, items, draft, board) if draft else set()


def _signing_with(one: Line, position: int, board: Board) -> set[int]:
    """``Donors register with name and weight``: of the donors."""
    owner, items = one.ending.get(position - 1), enumerations.fields_in(one, position + 1)
    if not _are_noted(items):
        return set()
    draft = _kept(owner, board) if owner is not None and owner.head.plural else None
    if draft is not None:
        return _note(one, position + 1, items, draft, board)
    return {
        p.start for p in one.phrases if position < p.start < enumerations.end(one, position + 1)
    }  # "Register with name …"


def _by_giving(one: Line, position: int, board: Board) -> set[int]:
    """``report a claim by filling in the date and place of the damage``: of the claim."""
    owner = one.ending.get(position - 1)
    start = position + 1 + (one.tagged[position + 1 : position + 2] != () and one.tagged[position + 1].tag == "PREP")
    items = enumerations.fields_in(one, start)
    draft = _kept(owner, board) if owner is not None and len(items) >= _FEW else None
    return _note(one, start, items, draft, board) if draft is not None else set()


def _after_colon(one: Line, at: int, board: Board) -> set[int]:
    owner = one.ending.get(at)
    headed = owner is not None and all(word.tag in _HEADS for word in one.tagged[: owner.start])
    if owner is None or not (headed or _is_announced(one, owner)):
        owner = next((p for p in reversed(one.phrases) if p.end <= at and _is_several(one, p)), None)
        owner = owner if owner and not _goes_on(one, owner.end, at) else None
        headed = owner is not None and all(word.tag in _HEADS for word in one.tagged[: owner.start])
    if owner is None:
        return _of_entry(one, at, board)
    starts = _told_by(one, at + 1) or [at + 1]
    items = [item for start in starts for item in enumerations.fields_in(one, start)]
    paper = forms.is_form(owner)
    if len(items) < _FEW or not (paper or _are_noted(items, headed=headed)) or (not paper and _is_other(owner, items)):
        return set()
    draft = _kept(owner, board, forms.handed_in(one, owner) if paper else holders.kept_in(owner))
    if draft is None:
        return set()
    taken: set[int] = set()
    for start in starts:
        taken |= _note(one, start, enumerations.fields_in(one, start), draft, board)
    return taken


def _of_entry(one: Line, at: int, board: Board) -> set[int]:
    """``every child writes down what they read: book, minutes``: of the entries of the log that was spoken of."""
    entry = next((draft for draft in reversed(board.drafts.values()) if draft.name.endswith(" entry")), None)
    if entry is None or not any(word.lemma in _NOTING or word.lower in _NOTING for word in one.tagged[:at]):
        return set()
    items = enumerations.fields_in(one, at + 1)
    if len(items) <= _FEW or not _are_noted(items, headed=True):
        return set()
    entry.declared = True
    who = next((p for p in one.phrases if p.end < at and _is_several(one, p)), None)
    if who is not None and (writer := thing(who)) is not None:
        board.add(writer, DECLARED, who.text, declared=True)
        board.link(entry.name, writer.name)
    return _note(one, at + 1, items, entry, board)


def _told_by(one: Line, start: int) -> list[int]:
    """Where lists start that say who notes what: ``operator reports machine, symptom; technician adds cause``."""
    found = []
    for at in [start, *(n + 1 for n, word in enumerate(one.tagged) if n >= start and word.tag == ";")]:
        said = one.tagged[at : at + 2]
        if len(said) == 2 and _is_somebody(said[0].lemma) and said[1].lower.endswith("s"):
            found += [at + 2] if "V" in english.word(said[1].lower).tags else []
    return found


def _is_somebody(word: str) -> bool:
    return nouns.classify(word) == "person" or word.endswith(("er", "or", "ist"))


def _is_announced(one: Line, owner: Phrase) -> bool:
    """``twice a year there's a recital: date, place``: one of those that there are."""
    before = [word.lower for word in one.tagged[max(0, owner.start - 3) : owner.start]]
    told = not any(word.tag in {"V", "AUX", "HAVE"} for word in one.tagged[: owner.start])
    return before[-1:] in (["a"], ["an"]) and (told or bool({"there's", "there", "is"} & set(before[:-1])))


def _goes_on(one: Line, start: int, stop: int) -> bool:
    """Whether more is said between two positions than where or when: "enter jobs in the morning:"."""
    between = one.tagged[start:stop]
    if len(between) > 1 and between[0].lower in {"is", "are"} and english.participle(between[1].lower):
        between = between[2:]  # "visits are planned per week:"
    return len(between) > _APART or any(word.tag in {"V", "AUX", "CONJ", ",", "HAVE", ";"} for word in between)


def _is_several(one: Line, phrase: Phrase) -> bool:
    each = phrase.start > 0 and one.tagged[phrase.start - 1].lower in _EACH
    ours = phrase.head.lower in {"stock", "inventory"} and one.tagged[phrase.start - 1].lower in {"our", "my", "the"}
    return phrase.head.plural or each or ours or forms.is_form(phrase)


def _are_noted(items: list[str], *, headed: bool = False) -> bool:
    """Whether most of it is one thing each and no verb, and some of it can be nothing but a field.

    ``headed``: the line begins with what is described, so that one such field in a longer list is enough.
    """
    single = [item for item in items if fields.singular(item) == item or fields.is_field_like(item)]
    surely = sum(fields.is_field_like(item) or item in {"who", "what"} for item in items)
    return len(single) * 2 > len(items) and (surely * 3 >= len(items) or (headed and surely > 0 and len(items) > _FEW))


def _is_other(owner: Phrase, items: list[str]) -> bool:
    """Whether the words before a colon name a page or a feature, and not something that is described."""
    asked = any(not hit.ask.vague for hit in features.named_by(owner.text))
    described = len(items) > _MANY or (len(items) > _FEW and all(map(fields.is_field_like, items)))
    return pages.is_page(owner.text) or (asked and not described)


def _kept(owner: Phrase, board: Board, meant: Thing | None = None) -> Draft | None:
    found = meant or bearer(owner) or thing(owner, exact=True)
    named = meant is None and owner.head.lemma in grammar("app_words") and not owner.head.plural
    if found is None or is_itself(owner) or named:
        return None
    if found.key is None and not owner.head.plural and nouns.classify(found.name) == "measurement":
        return None
    return board.add(found, DECLARED, owner.text, declared=True)


def _note(one: Line, start: int, items: list[str], draft: Draft, board: Board) -> set[int]:
    end = enumerations.end(one, start)
    parts = {p.text: p for p in one.phrases if start <= p.start < end and _has_fields(one, p)}
    for said in items:
        if said in parts and (part := bearer(parts[said])):
            described = board.add(part, DECLARED, said, declared=True)
            scored = having.scored(one, parts[said].end)
            told = [f"{p.text} score" for p in scored] or enumerations.fields_in(one, parts[said].end + 1)
            described.asked += told
            board.link(part.name, draft.name)
            break
        elif said not in draft.asked and said != draft.name:
            draft.asked.append(said)
    draft.choices |= enumerations.choices_in(one, start, end)
    return {p.start for p in one.phrases if start <= p.start < end}


def _has_fields(one: Line, phrase: Phrase) -> bool:
    """``action items with assignee and due date``: things of their own, where they are listed."""
    return phrase.head.plural and _tag(one, phrase.end) == "PREP" and one.tagged[phrase.end].lower == "with"


def _tag(one: Line, at: int) -> str:
    return one.tagged[at].tag if at < len(one.tagged) else ""
