"""What a thing has: ``loans with due dates``; ``letters and maps, each with a title and a year``; ``a book's page with
its cover and price``; ``departments have many employees``."""

from __future__ import annotations

from dataclasses import replace

from praetorium.words import enumerations, features, fields, having, holders, lexicon
from praetorium.words.actions import DECLARED, STRONG
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import VIEWS, Line, is_application, weigh
from praetorium.words.phrases import Phrase, Thing, bearer, thing

_HOLDS = frozenset({"contain", "contains", "consist", "include", "includes"})
_THEIRS = frozenset({"their", "its", "his", "her"})
_CARRIERS = frozenset({"through", "by", "via", "in", "on", "using", "with"})
_FEW = 2
_SHOWN = frozenset({"page", "section", "screen", "view", "overview", "calendar", "gallery", "report", "chart", "area"})
"""What is shown, so that what comes with it is no field of it."""
_CARRIED_BY = frozenset({"form", "page", "questionnaire"})


def read(one: Line, board: Board) -> set[int]:
    """Note what the line says that things have; where the phrases start that are so accounted for."""
    taken: set[int] = set()
    for position, word in enumerate(one.tagged):
        holds = word.tag == "HAVE" or word.lower in _HOLDS
        if (not holds and word.lower != "with") or (holds and having.is_perfect(one, position)):
            continue
        general, sorts = (None, []) if holds or one.brief else having.sorts(one, position)
        owners = [(general, known)] if general and (known := bearer(general)) else _owners(one, position, holds=holds)
        if not owners:
            continue
        listed = listed_after(one, position)
        if not holds:
            first = owners[0][0]
            described = one.brief and (first.head.plural or first.end < position or holders.part(first)[1] is not None)
            listed = _attributes(one, position, listed, single=described, usual=_usual(owners[0][1]))
        for owner, found in owners if listed else ():
            described = len(listed) > 1 and not found.reduced and not features.named_by(owner.text)
            weight = DECLARED if holds else STRONG * 0.8 if described else weigh(found, STRONG)
            draft = board.add(found, weight, owner.text, declared=holds or one.brief or _is_each(one, position))
            draft.meant |= described
            draft.kinds += [phrase.text for phrase in sorts]
            draft.choices |= enumerations.choices_in(one, position, listed[-1].end + 1) if not one.brief else {}
            for phrase in listed:
                _possession(one, phrase, draft, board, noted=not holds)
        if owners and (scored := having.scored(one, position)):
            draft = board.add(owners[0][1], STRONG, owners[0][0].text)
            draft.asked += [f"{phrase.text} score" for phrase in scored]
            listed = [*listed, *scored]
        taken |= {phrase.start for phrase in (*listed, *sorts)}
        taken |= {p.start for phrase in listed for p in _complements(one, phrase)}
        taken |= {p.start for p in _after(one, position) if holds and _is_feature(p)}
    return taken


def _owners(one: Line, position: int, *, holds: bool) -> list[tuple[Phrase, Thing]]:
    """Who has it: what stands before, with what it is listed with when it is said of each of them or of several."""
    viewed = None if holds else _viewed(one, position)
    last = viewed or one.before(position)
    if last is not None and last.start and one.tagged[last.start - 1].lower == "about" and not last.head.plural:
        return []  # "a forum about gardening with threads": what it has is the forum's
    if last is not None and not holds and last.head.lemma in _SHOWN and not one.brief:
        return []
    if holds and (subject := having.subject(one, position)) is not None:
        found = thing(subject, exact=True) if one.brief else bearer(subject)
        return [(subject, found)] if found else []
    if last is None:
        return []
    if not holds and not one.brief and (given := having.assigned(one, last)) and (found := bearer(given)):
        return [(given, found)]
    mine = one.brief and last.head.plural and _is_mine(one, last.end, position)
    if not mine and any(w.tag in {"AUX", "V", "TO", "."} for w in one.tagged[last.end : position]):
        return []
    bracketed = last.end < position and one.tagged[last.end].tag == "(" and one.tagged[position - 1].tag == ")"
    each = _is_each(one, position)
    if position - last.end > (1 if holds else 0) and not (bracketed or each or viewed or mine):
        return []
    chain = [last]
    while (previous := one.ending.get(_before_sign(one, chain[0].start))) is not None:
        between = [word.tag for word in one.tagged[previous.end : chain[0].start]]
        both = "CONJ" in between and last.head.plural and previous.head.plural
        if not between or not (each or both or having.either(one, last)):
            break
        chain.insert(0, previous)
    if holds and not having.either(one, last):
        chain = [last]
    elif len(chain) == 1 and not holds:
        chain = [_whole(one, last)]
    if one.brief and not holds:
        named = _named_after(one, last, position)
        if named is not None:
            return [named]
        chain = [holders.owner(phrase) for phrase in chain]
    told = [(phrase, thing(phrase, exact=True) if one.brief else bearer(phrase)) for phrase in chain]
    surely = holds and having.either(one, last)
    return [(p, t) for p, t in told if t and (surely or not (is_application(p, t) or having.is_client(one, p)))]


def _is_mine(one: Line, start: int, stop: int) -> bool:
    """``books I read with stars``, ``films we saw with a rating``."""
    between = one.tagged[start:stop]
    return len(between) == 2 and between[0].lower in {"i", "we", "they"} and between[1].tag in {"V", "D", "N"}


def _named_after(one: Line, last: Phrase, position: int) -> tuple[Phrase, Thing] | None:
    """``fishing log with weather and bait``: the log's entries; ``recipe app with ingredients and cooking time``: the
    recipes, when all that is listed can be their fields."""
    if last is not holders.heading(one):
        return None
    before, holder = holders.part(last)
    if holder is not None:
        kept = holders.kept_in(last)
        return (last, kept) if kept else None
    found = thing(before, exact=True) if before is not None else None
    listed = _after(one, position)
    if before is None or found is None or found.key is None or not listed:
        return None
    return (before, found) if all(fields.is_field_like(phrase.text) for phrase in listed) else None


def _is_each(one: Line, position: int) -> bool:
    return position > 0 and one.tagged[position - 1].lower == "each"


def _before_sign(one: Line, start: int) -> int:
    """Where a phrase must end that is listed directly before the one that starts here."""
    while start > 0 and (one.tagged[start - 1].tag in {",", "CONJ", "DET"}):
        start -= 1
    return start


def _viewed(one: Line, position: int) -> Phrase | None:
    """``a book's page with its cover``: the book."""
    if position < 2 or one.tagged[position - 1].lemma not in VIEWS:
        return None
    owner = one.tagged[position - 2]
    name, sign, _ = owner.lower.replace("’", "'").partition("'s")
    return Phrase((replace(owner, text=name, lower=name, lemma=name, tag="N"),), position - 2) if sign else None


def _whole(one: Line, last: Phrase) -> Phrase:
    """``an inspection of a hive with …``, ``a defect in the house with …``, ``a request through a form with …``."""
    at = last.start - 1
    while at > 0 and one.tagged[at].tag == "DET":
        at -= 1
    if at <= 0 or at == last.start - 1 or one.tagged[at].lower not in {"of", *_CARRIERS}:
        return last
    whole = one.ending.get(at)
    if whole is None or last.head.plural or not thing(whole, exact=True):
        return last
    there = one.tagged[last.start - 1].lower
    where = there == "the" and one.tagged[whole.start - 1].lower in {"a", "an"}
    several = whole.head.plural or one.tagged[whole.start - 1].tag == "DET"
    where = where or (there in {*_THEIRS, "our", "my"} and several)
    return whole if one.tagged[at].lower == "of" or where or last.head.lemma in _CARRIED_BY else last


def listed_after(one: Line, position: int) -> list[Phrase]:
    """The phrases of the enumeration after the position, up to the next clause."""
    found = _after(one, position)
    aside = {p.start for phrase in found for p in _complements(one, phrase)}
    return [p for p in found if p.start not in aside and not _begins_clause(one, p) and not _is_feature(p)]


def _after(one: Line, position: int) -> list[Phrase]:
    stop = clause_end(one, position + 1)
    aside = frozenset() if position in one.bracketed else one.bracketed
    return [phrase for phrase in one.phrases if position < phrase.start < stop and phrase.start not in aside]


def _complements(one: Line, phrase: Phrase) -> list[Phrase]:
    """``strength of the colony``, ``price per day``: the colony and the day."""
    at = phrase.end
    if at >= len(one.tagged) or one.tagged[at].lower not in {"of", "per"}:
        return []
    at += 1
    while at < len(one.tagged) and one.tagged[at].tag == "DET" and one.tagged[at].lower not in _THEIRS:
        at += 1
    return [p for p in one.phrases if p.start == at]


def _begins_clause(one: Line, phrase: Phrase) -> bool:
    """Whether it is who does what follows ("…, and people can sign up")."""
    return phrase.end < len(one.tagged) and one.tagged[phrase.end].tag == "AUX"


def _is_feature(phrase: Phrase) -> bool:
    """Whether the words ask for something that is done besides keeping records ("a wish list")."""
    asked = any(hit.ask.feature and not hit.ask.vague for hit in features.named_by(phrase.text))
    return asked and not fields.is_field_like(phrase.text)


def _usual(found: Thing) -> frozenset[str]:
    """What the lexicon notes of such a thing: the stops of a route."""
    return frozenset(lexicon.templates()[found.key].fields) if found.key else frozenset()


def _attributes(
    one: Line, position: int, listed: list[Phrase], *, single: bool = False, usual: frozenset[str] = frozenset()
) -> list[Phrase]:
    """Those of the phrases after "with" that can only be fields: all of one enumeration when most of it is.

    ``single``: what is said in the singular and without an article is one, too: ``beans with origin and roast``.
    """
    if not listed:
        return []
    joined, closed = listed[:1], False
    for phrase in listed[1:]:
        end = max([joined[-1].end, *(p.end for p in _complements(one, joined[-1]))])
        between = {one.tagged[at].tag for at in range(end, phrase.start) if at not in one.bracketed} - {"?", "X"}
        goes_on = "CONJ" not in between and "DET" in between  # "place and date, a shelf and photos"
        if (closed and not goes_on) or between - {",", "CONJ", "DET", "PRON", "NUM"}:
            break
        closed = "CONJ" in between
        joined.append(phrase)
    like = [
        p
        for p in joined
        if p.text == "number"
        or p.text.replace(" ", "_") in usual
        or fields.is_field_like(p.text)
        or (single and _is_single(one, p))
    ]
    theirs = one.tagged[position + 1].lower in _THEIRS if position + 1 < len(one.tagged) else False
    bare = len(joined) > _FEW and sum(p.head.plural and p not in like for p in joined) * 4 <= len(joined)
    surely = theirs or _is_each(one, position) or len(like) * 2 >= len(joined) or (bare and like)
    if not one.brief and len(joined) > 1 and surely:
        return joined
    if joined[0] not in like:
        return []
    others = next((n for n, phrase in enumerate(joined) if phrase not in like), len(joined))
    return joined[:others]


def _is_single(one: Line, phrase: Phrase) -> bool:
    article = phrase.start > 0 and one.tagged[phrase.start - 1].tag == "DET"
    holder = holders.part(phrase)[1]
    kept = holder is not None and bool(holder.keeps)  # "meal planner with shopping list"
    return not (phrase.head.plural or article or kept or lexicon.lemmas(phrase.text) in lexicon.kind_names())


def _possession(one: Line, phrase: Phrase, draft: Draft, board: Board, *, noted: bool) -> None:
    """One thing an entity has: a field, or another entity of which it has many; if ``noted``, a field mostly."""
    several = phrase.start > 0 and one.tagged[phrase.start - 1].lower in {"many", "several", "multiple"}
    found = thing(phrase, exact=several)
    if found is None and several:
        found = Thing(" ".join(lexicon.lemmas(phrase.text)), None, False)
    many = (several or not noted) and phrase.head.plural and not fields.is_field_like(phrase.text)
    if found and many and (found.key or several or found.name in board.drafts) and found.name != draft.name:
        board.add(found, DECLARED, phrase.text, declared=True)
        if several or draft.key is None or not _known_link(draft, found):
            board.link(found.name, draft.name)
        return
    told = _complements(one, phrase) if phrase.text in {"date", "place"} else []
    if told and not told[0].text.endswith("ing"):
        draft.asked.append(f"{phrase.text} of {told[0].text}")  # "date of birth"
        return
    counted = phrase.text in {"number", "list", "set"} and _complements(one, phrase)
    if counted:
        draft.asked.append(f"number of {counted[0].text}" if phrase.text == "number" else counted[0].text)
        return
    numbered = found is not None and found.reduced and phrase.head.lemma in {"number", "code", "name", "type"}
    if found is None or found.name != draft.name or numbered:
        draft.asked.append(phrase.text)


def _known_link(draft: Draft, found: Thing) -> bool:
    relations = lexicon.templates()[draft.key].relations if draft.key else {}
    return found.key in relations


def clause_end(one: Line, position: int) -> int:
    """Where an enumeration that starts here ends: at the end of the clause, or before the next verb."""
    aside = one.bracketed - {position}
    last = min(position + enumerations.REACH, len(one.tagged))
    for index in range(position, last):
        word = one.tagged[index]
        if index in aside or (
            word.tag == "?" and one.tagged[index + 1 : index + 2] and one.tagged[index + 1].tag == ","
        ):
            continue
        if word.tag in {";", ".", "(", "!", "?"} or word.tag in {"AUX", "HAVE", "TO"} or word.lower == "where":
            return index
        if word.tag == "V" and index > position and one.tagged[index - 1].tag not in {"DET", "J"}:
            return index
    return last
