"""The clause of a sentence that says one thing, word for word: what a delivery quotes."""

from __future__ import annotations

import re

from praetorium.words.sentences import Sentence

_STOPS = frozenset({",", ";", ":", ".", "!", "?", "(", ")"})
_LONG = 9
"""Words from which a clause is also cut at "and" and "or"."""
_LEAD = re.compile(
    r"""^(?:.*\b(?:
          (?:should|can|must|will|may)\s(?:also\s)?
          (?:be\sable\sto|have\s(?:the\s)?(?:functionalit\w+|features?|functions?)(?:\sfor|\sof|\ssuch\sas|\sto)?
            |include|allow\s\w+\sto|provide|support)
        | able\sto | such\sas | allow(?:s|ing)?\s\w+\sto | includ(?:es|ing)
        | (?:functionalit\w+|features?|functions?)\s(?:for|to|such\sas))\s)?
        (?:and\s|or\s|also\s|as\swell\sas\s|then\s)?""",
    re.IGNORECASE | re.VERBOSE,
)
"""What leads to the thing that is asked: "Users should be able to", "functionalities for"."""


def around(sentence: Sentence, start: int, end: int) -> str:
    """The words about the given positions of the sentence's lower-case text, as they were written."""
    first, last = _tokens(sentence, start, end)
    left = first
    while left > 0 and sentence.tokens[left - 1].text not in _STOPS:
        left -= 1
    right = last
    while right + 1 < len(sentence.tokens) and sentence.tokens[right + 1].text not in _STOPS:
        right += 1
    if right - left >= _LONG:
        left = next((i + 1 for i in range(first - 1, left, -1) if _joins(sentence, i)), left)
        right = next((i - 1 for i in range(last + 1, right) if _joins(sentence, i)), right)
    said = _between(sentence, left, right)
    lead = _LEAD.match(_between(sentence, left, first - 1) + " ") if first > left else None
    return said[lead.end() :].strip() if lead and lead.end() < len(said) else said


def _joins(sentence: Sentence, position: int) -> bool:
    return sentence.tokens[position].lower in {"and", "or"}


def _between(sentence: Sentence, first: int, last: int) -> str:
    tokens = sentence.tokens
    stop = tokens[last + 1].start if last + 1 < len(tokens) else len(sentence.text)
    return sentence.text[tokens[first].start : stop].strip(" ,;:.\n")


def _tokens(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """First and last token of the positions in the lower-case text, whose tokens stand apart by one space."""
    position, first, last = 0, 0, 0
    for number, token in enumerate(sentence.tokens):
        if position <= start:
            first = number
        if position < end:
            last = number
        position += len(token.lower) + 1
    return first, max(first, last)
