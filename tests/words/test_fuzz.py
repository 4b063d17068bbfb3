"""Whatever is said, the answer is a brief or a refusal."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from praetorium.errors import RejectedError
from praetorium.models import Brief
from praetorium.words import lexicon, read

_REQUEST_WORDS = """
build me a an the app with and of for to has have many each users can should be able manage (name, price) : ;
, . not without class order date type id metadata object property list import from every Monday at 9 dark
green #fff background orders.csv `ls` ./proj warn below 10 something my crm wolves people data 7 é 漢 's
"""
_WORDS = st.sampled_from(_REQUEST_WORDS.split())
_KNOWN = st.sampled_from(sorted(" ".join(phrase) for phrase in lexicon.phrases()))


def _check(words: str) -> None:
    try:
        brief = read(words)
    except RejectedError as refused:
        assert refused.examples
        return
    assert isinstance(brief, Brief)
    names = [name for entity in brief.entities for name in (entity.name, entity.plural)]
    assert len(set(names)) == len(names)
    for entity in brief.entities:
        attributes = [field.name for field in entity.fields]
        attributes += [r.name for r in brief.relations if r.source == entity.name]
        attributes += [r.inverse for r in brief.relations if r.target == entity.name]
        assert len(set(attributes)) == len(attributes)
        assert entity.field(entity.display) is not None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text(words: str) -> None:
    _check(words)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_WORDS, _KNOWN), max_size=25).map(" ".join))
def test_any_mixture_of_request_words(words: str) -> None:
    _check(words)
