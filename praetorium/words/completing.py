"""What the words leave open is filled in from the kind of application, and said to be an assumption."""

from __future__ import annotations

from praetorium.words import entities, lexicon, nouns
from praetorium.words.drafts import Draft

_ONE = frozenset({"place", "organisation"})


def complete(
    named: list[Draft], kind: lexicon.Kind | None, unwanted: frozenset[str], *, brief: bool, said: str = ""
) -> tuple[list[Draft], frozenset[str]]:
    """The drafts to make, and the names of those among them that nobody named.

    A short request that lists things gets those, and the one its kind cannot do without. Where nothing or little
    was named, the usual things of the kind are added.
    """
    if kind is None:
        return named, frozenset()
    present = {draft.key for draft in named}
    core, *usual = kind.entities
    wanted: list[str] = []
    stands_in = not (brief and _is_said(kind, core, said)) and _stands_in(named, core)
    if brief and named and (lexicon.templates()[core].kind in _ONE or _is_beside(kind, named)):
        stands_in = True  # "warehouse: pallets, shelves": they are in the one
    if core not in present and not stands_in and (brief or not named):
        wanted.append(core)
    if not named:
        wanted += [key for key in usual if key not in present]
    added = [entities.from_key(key, 1000 + order) for order, key in enumerate(wanted)]
    own = _own_name(kind, core, said) if brief and wanted[:1] == [core] else None
    if own:
        added[0].name = own
    taken = {draft.name for draft in named} | unwanted
    added = [draft for draft in added if draft.name not in taken]
    return [*named, *added], frozenset(draft.name for draft in added)


def _is_beside(kind: lexicon.Kind, named: list[Draft]) -> bool:
    """Whether the word for the kind only says more of what was named: "dashboard requests"."""
    of = [f" {draft.said} " for draft in named if draft.declared]
    return any(f" {words} " in said for words in kind.words for said in of)


def _own_name(kind: lexicon.Kind, core: str, said: str) -> str | None:
    """What the words, in lower case, call the kind's main thing, where that is a name of its own: a quiz."""
    for words in kind.words:
        known = lexicon.phrases().get(lexicon.lemmas(words))
        if known and known.own_name and known.key == core and words in said:
            return words
    return None


def _is_said(kind: lexicon.Kind, core: str, text: str) -> bool:
    """Whether the kind is called after its main thing: recipes."""
    return any(said in text and lexicon.lemmas(said) in lexicon.phrases_of(core) for said in kind.words)


def _stands_in(named: list[Draft], core: str) -> bool:
    """Whether something of the class of the kind's main thing was named: cakes of a shop, not comments of a blog."""
    wanted = lexicon.templates()[core].kind
    for draft in named:
        if draft.key is None:
            if nouns.classify(draft.name) == wanted:
                return True
            continue
        template = lexicon.templates()[draft.key]
        alike = template.kind == wanted or (wanted == "product" and template.kind == "vehicle")
        if alike and core not in str(template.relations):
            return True
    return False
