"""What the words leave open is filled in from the kind of application, and said to be an assumption."""

from __future__ import annotations

from praetorium.words import entities, lexicon, nouns
from praetorium.words.drafts import Draft

_FEW = 2


def complete(
    named: list[Draft], kind: lexicon.Kind | None, unwanted: frozenset[str], *, brief: bool
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
    if core not in present and not _stands_in(named, core) and (brief or len(named) <= _FEW):
        wanted.append(core)
    if not named or (not brief and len(named) < _FEW):
        wanted += [key for key in usual if key not in present]
        wanted = wanted if not named else wanted[:_FEW]
    added = [entities.from_key(key, 1000 + order) for order, key in enumerate(wanted)]
    taken = {draft.name for draft in named} | unwanted
    added = [draft for draft in added if draft.name not in taken]
    return [*named, *added], frozenset(draft.name for draft in added)


def _stands_in(named: list[Draft], core: str) -> bool:
    """Whether something of the class of the kind's main thing was named: cakes of a shop, not comments of a blog."""
    wanted = lexicon.templates()[core].kind
    for draft in named:
        if draft.key is None:
            if nouns.classify(draft.name) == wanted:
                return True
            continue
        template = lexicon.templates()[draft.key]
        if template.kind == wanted and core not in str(template.relations):
            return True
    return False
