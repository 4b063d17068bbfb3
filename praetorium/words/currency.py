"""In which currency the amounts of an application are: the one that the words name, else the euro, and that is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from praetorium.models import Assumption, Entity, FieldType

_USUAL = "€"
_NAMED = {
    "€": r"€|\beuros?\b|\beur\b",
    "£": r"£|\bpounds? sterling\b|\bgbp\b|\bin pounds?\b|\bpounds? and pence\b",
    "$": r"\$|\bdollars?\b|\busd\b",
    "¥": r"¥|\byen\b|\bjpy\b|\byuan\b|\brenminbi\b|\brmb\b",
    "₹": r"₹|\brupees?\b|\binr\b",
    "CHF": r"\bchf\b|\bswiss francs?\b|\bfrancs?\b",
    "kr": r"\b(?:swedish |danish |norwegian )?(?:kronor|kroner|krona|krone)\b|\b(?:sek|dkk|nok)\b",
    "zł": r"\bz(?:ł|l)oty\w*|\bpln\b",
    "₺": r"\bturkish lira\b|\blira\b",
}
"""What is written beside amounts → the words that name it (lower case)."""


def told(words: str, entities: Sequence[Entity]) -> tuple[tuple[Entity, ...], tuple[Assumption, ...]]:
    """The entities with a unit at every amount of money, and what was assumed for it."""
    amounts = [f for e in entities for f in e.fields if f.type is FieldType.MONEY and not f.unit]
    if not amounts:
        return tuple(entities), ()
    named = [(m.start(), sign) for sign, pattern in _NAMED.items() if (m := re.search(pattern, words.lower()))]
    sign = min(named)[1] if named else _USUAL
    assumed = () if named else (Assumption(about="Currency", value=sign, because="no currency was named"),)
    return tuple(_with(entity, sign) for entity in entities), assumed


def _with(entity: Entity, sign: str) -> Entity:
    fields = tuple(
        f.model_copy(update={"unit": sign}) if f.type is FieldType.MONEY and not f.unit else f for f in entity.fields
    )
    return entity.model_copy(update={"fields": fields})
