"""Boxes and arrows in the words: ``user → form → validation; if valid → database, else → form``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ARROW = re.compile(
    r"\s*(?:→|⟶|➔|➜|⇒|⇨|=>|-{1,2}>|--?\[(?P<a>[^\[\]\n]{1,60})\]--?>|--?\|(?P<b>[^|\n]{1,60})\|--?>|"
    r"--\s?(?P<c>[\w ]{1,40}?)\s?--?>|\s(?:and\s+)?then(?:\s+to)?\s|\sleads?\s+to\s)\s*"
)
_THEN = re.compile(r"\s*,\s*(?:and\s+)?then\s+(?:to\s+)?", re.IGNORECASE)
_SEGMENT = re.compile(r"\s*(?:;|\n|,(?!\d)|\.\s+|\.$)\s*")
_LABELLED = re.compile(r"^(?P<name>.+?)\s*\((?P<label>(?:if|when|on)?\s*[^()]{1,60})\)$", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s*(?:if|when)\s+(?P<label>[^→]{1,60}?)\s*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_AROUND = " \t\"'“”‘’[](){}.:"


@dataclass
class Flow:
    """What was read."""

    nodes: list[str] = field(default_factory=list)
    edges: list[tuple[str, str, str]] = field(default_factory=list)
    """From, to, and the words on the arrow."""
    fork: str | None = None
    """The box that a condition between two arrows leaves: ``check → if there → ship``."""

    def node(self, name: str) -> str:
        """The box of that name, whatever its capitals."""
        bare = _ARTICLE.sub("", name.strip(_AROUND)).strip(_AROUND) or name.strip()
        known = next((node for node in self.nodes if node.lower() == bare.lower()), None)
        if known is None:
            self.nodes.append(bare)
        return known or bare

    def join(self, source: str, target: str, label: str) -> None:
        if (source, target, label) not in self.edges:
            self.edges.append((source, target, label))


def has_arrows(text: str) -> bool:
    """Whether the text holds an arrow of any kind."""
    return bool(_ARROW.search(_THEN.sub(" → ", text)))


def flow(text: str) -> Flow:
    """The boxes and arrows of the text. A part that begins with "if …" leaves the last box before the first such
    part; "if valid: a → b" and "if valid → a → b" are the same."""
    found = Flow()
    branching: str | None = None
    last: str | None = None
    for part in _SEGMENT.split(_condition(_THEN.sub(" → ", text))):
        if not part.strip():
            continue
        condition, rest = _branch(part)
        if condition is None:
            branching = found.fork = None
            last = _chain(found, part, None, "")
        else:
            branching = branching or found.fork or last
            ended = _chain(found, rest, branching, condition)
            last = ended if branching is None else last
    return found


def _condition(text: str) -> str:
    """``validation: if valid → …`` as two parts."""
    return re.sub(r"\s*[:(]\s*(?=(?:if|when|otherwise|else)\b)", "; ", text, flags=re.IGNORECASE)


def _branch(part: str) -> tuple[str | None, str]:
    """The condition at the beginning of a part, and what follows it."""
    match = re.match(r"(?:and |but )?(if|when|else|otherwise)\b(?P<rest>.*)$", part.strip(), re.IGNORECASE | re.DOTALL)
    if match is None:
        return None, part
    rest = match["rest"]
    arrow, colon = _ARROW.search(rest), rest.find(":")
    if colon >= 0 and (arrow is None or colon < arrow.start()):
        condition, rest = rest[:colon], rest[colon + 1 :]
    elif arrow is not None:
        condition, rest = rest[: arrow.start()], rest[arrow.end() :]
    elif match[1].lower() in ("else", "otherwise"):
        condition = ""
    else:
        words = rest.split()
        condition, rest = " ".join(words[:1]), " ".join(words[1:])
    return condition.strip(_AROUND) or "otherwise", rest


def _chain(found: Flow, text: str, start: str | None, label: str) -> str | None:
    """Read ``a → b → c``; the last box."""
    position, before, words = 0, start, label
    for match in [*_ARROW.finditer(text), None]:
        piece = text[position : match.start() if match else len(text)]
        if match and before is not None and (between := _BETWEEN.match(piece)):
            found.fork, words, position = before, between["label"], match.end()
            continue
        names, said = _named(piece)
        boxes = [found.node(name) for name in names]
        for box in boxes:
            if before is not None:
                found.join(before, box, words or said)
        if boxes:
            before, words = boxes[-1], ""
        if match:
            position = match.end()
            words = next((g.strip() for g in match.groups() if g), "") or words
    return before


def _named(piece: str) -> tuple[list[str], str]:
    """The boxes a piece names (``a & b`` are two), and a condition in brackets behind it."""
    piece = piece.strip().strip("\"'“”")
    match = _LABELLED.match(piece)
    said = ""
    if match:
        piece, said = match["name"], re.sub(r"^(?:if|when|on)\s+", "", match["label"].strip(), flags=re.IGNORECASE)
    return [name for name in re.split(r"\s+&\s+", piece) if name.strip(_AROUND)], said
