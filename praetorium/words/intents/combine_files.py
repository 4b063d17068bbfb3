"""Rows in one file, or listed: ``merge jan.csv and feb.csv``, ``convert prices.xlsx to csv``, ``latest 10 orders``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.models import Assumption, Brief, Unread
from praetorium.words import bounds, data_words, english, listings, names, picked, row_conditions
from praetorium.words.request import Reading

FORMATS = ("csv", "xlsx", "json", "parquet")
READ = ("html", "pdf")
"""Forms in which rows are read rather than worked on; of one file."""
_MERGE = re.compile(r"\b(?:merge|combine|append|stack|concat(?:enate)?|union|unite|put|collect)\b")
_ONE = re.compile(r"\b(?:into|to|in|as) (?:one|a single|a|the same)\b|\btogether\b")
_JOIN = re.compile(r"\b(?:on|by|using|via|top \d+)\b")
_CONVERT = re.compile(r"\b(?:convert|turn|export|save|change|transform|rewrite|make)\b")
_OTHER = re.compile(
    r"\b(?:report|summary|summari[sz]e|chart|graph|plot|deck|slides?|presentation|word|document|app|application|"
    r"system|website|dashboard|profile|pivot|compare)\b"
)
_FIGURES = re.compile(r"\b(?:averages?|medians?|totals?|how many|number of|shares?|percentages?)\b")
_LIST = re.compile(
    r"\b(?:price ?list|list(?:ing)? of|catalogue?|directory|roster|table of|inventory list|phone ?list)\b"
)
_REPEATED = (
    r"(?:duplicates?|duplicated? (?:rows?|lines?|records?|entries)|double (?:rows?|entries)|repeated (?:rows?|lines?))"
)
_UNIQUE = re.compile(
    rf"\b(?:(?:remove|drop|delete|eliminate|without|no|get rid of|strip|filter out|leave out)(?: all| any| the)? "
    rf"{_REPEATED}|de-?dup\w*|unique (?:rows|records|lines))\b"
)
_KEY = r"[a-z_\-]+"
_ON = re.compile(
    rf"\b(?:on|by|based on|with the same|of the same)\s(?:the\s)?"
    rf"(?P<key>{_KEY}(?:\sand\s(?!save|write|export|put|give|make){_KEY})*)"
)
_OF = re.compile(r"\bduplicated?\s(?!rows?\b|lines?\b|records?\b|entries\b|data\b|and\b|from\b|in\b)(?P<key>[a-z_\-]+)")
"""``remove duplicate emails``: rows with the same email once."""
_FILTER = re.compile(r"^(?:please |can you )?(?:filter|list|show|extract|select|keep|get|find|give me|export)\b")
_TO = re.compile(r"\bfilter\s(?:the file|all|the rows)?\s?(?:to|for|by|on)\s(?:the\s|only\s)?(?P<value>[\w\-]+)")
_FROM = re.compile(r"\b(?:all|the|every)\s[\w]+\s(?:from|in|with|of)\s(?P<value>[\w\-]+)\s(?:in|from|of)\sthe file")
_MEND = re.compile(
    r"\b(?:fix|correct|repair|normali[sz]e|standardi[sz]e|format|unify|validate|clean(?: up)?|split|fill(?: in)?|trim|"
    r"capitali[sz]e|translate|mask|anonymi[sz]e|round)\s(?:the\s|all\s|missing\s)*"
    r"(?!the file|file|up\b|rows?\b|data\b)(?:(?!and\b|as\b)\w+)"
    r"(?:\s(?:numbers?|names?|address(?:es)?|codes?|values?|columns?))?"
)
_BARE_CONVERT = re.compile(
    r"(?:please\s)?the file\s(?:to|as|in|into)\s(?:an?\s)?(?:csv|excel|xlsx|json|parquet|spreadsheet)(?: file)?\W*$"
)
_TARGET = re.compile(r"\b(?:as|to|into|called|named)\s(?P<file>[\w\-.]+\.(?:csv|xlsx|json|parquet))\b")


class CombineFiles:
    """The intent of rows in one file."""

    name = "combine"

    def weight(self, request: Reading) -> float:
        """Strong when files are to be put together or written anew as they are."""
        files, text = _sources(request), request.lower
        if len(files) >= 3 and _MERGE.search(text):
            return 0.98
        if not files or _OTHER.search(data_words.bare(request)):
            return 0.0
        if len(files) == 1 and (picked.taken(request) or picked.omitted(request)):
            return 0.985
        if len(files) == 1 and _BARE_CONVERT.match(data_words.bare(request)) and set(request.formats) <= set(FORMATS):
            return 0.975
        if len(files) == 1 and listings.listing(request):
            return 0.985
        if (
            len(files) == 1
            and not _FIGURES.search(text)
            and (_filtered(request) or (_LIST.search(text) and not data_words.groups(request)))
        ):
            return 0.975
        if _once(request):
            return 0.995
        if len(files) >= 2 and _MERGE.search(text):
            keyed = _JOIN.search(text) and len(files) == 2
            return 0.0 if keyed else 0.98
        wanted = _formats(request, files)[1]
        return 0.96 if len(files) == 1 and wanted and _CONVERT.search(text) and not data_words.groups(request) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The files, what tells rows apart, and the form."""
        files = _sources(request)
        formats, said = _formats(request, files)
        unique = _once(request)
        on = (_ON.search(request.lower) or _OF.search(request.lower)) if unique else None
        ordered = listings.listing(request) or listings.Listing()
        target = _TARGET.search(request.lower)
        stems = [data_words.stem(file) for file in files]
        listed = stems[0] if len(stems) == 1 else f"{', '.join(stems[:-1])} and {stems[-1]}"
        title = names.label(f"{listed} without duplicates" if unique else _title(request, listed, ordered))
        assumptions = []
        if not said:
            assumptions.append(Assumption(about="Form", value=formats[0], because="no form was named"))
        if unique and not on:
            because = "no column was named; say 'by email' to tell rows apart by one"
            assumptions.append(
                Assumption(about="Duplicates", value="rows that are alike in every column", because=because)
            )
        if ordered.sort == "amount":
            because = "no column was named; say 'by' which one"
            assumptions.append(
                Assumption(about="Order", value="the column that looks like the amount", because=because)
            )
        key = on["key"].split(" and ") if on else []
        where = _filtered(request) if len(files) == 1 else {}
        kept = where.get("keep")
        less = f", {where['period']}" if where.get("period") else ""
        less += "".join(f", only {each}" for each in bounds.all_in_words(kept if isinstance(kept, list) else []))
        less += "".join(f", without {each}" for each in row_conditions.dropped(request) if where.get("drop"))
        take, omit = picked.taken(request), picked.omitted(request)
        less += f", {' and '.join(take)} alone" if take else f", without {' and '.join(omit)}" if omit else ""
        less += f", {ordered.words}" if ordered.words else ""
        less += f", rows with the same {' and '.join(key)} once" if key else ", repeated rows once" if unique else ""
        return Brief(
            intent=self.name,
            title=title,
            summary=f"The rows of {', '.join(files)}{less}, as {' and '.join(formats)}; the files stay as they are.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"unique": unique, "on": key}
            | where
            | ordered.parameters
            | {name: told for name, told in (("take", take), ("omit", omit)) if told}
            | ({"name": PurePosixPath(target["file"]).stem} if target else {}),
            corrections=tuple(each for each in request.corrections if not each.said.startswith("dedup")),
            assumptions=tuple(assumptions),
            unread=_unmet(request),
            confidence=0.9,
        )


INTENT = CombineFiles()


def _once(request: Reading) -> bool:
    """Whether repeated rows are to be left out; "dedupe" is in no dictionary, and would be mended to another word."""
    return bool(_UNIQUE.search(request.lower) or _UNIQUE.search(request.words.lower()))


def _sources(request: Reading) -> tuple[str, ...]:
    """The data files, without the one that is to be written."""
    target = _TARGET.search(request.lower)
    return tuple(file for file in data_words.files(request) if not target or file.lower() != target["file"])


def _formats(request: Reading, files: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The forms to write, and whether they were said."""
    target = _TARGET.search(request.lower)
    asked = tuple(f for f in request.formats if f in FORMATS or (len(files) == 1 and f in READ))
    if target and not asked:
        asked = (target["file"].rpartition(".")[2],)
    if asked:
        return asked, True
    ordered = listings.listing(request) if len(files) == 1 else None
    if (ordered and ordered.first) or (len(files) == 1 and _LIST.search(request.lower)):
        return ("html", "xlsx"), False
    own = files[0].lower().rpartition(".")[2]
    return (own if own in FORMATS else "csv",), False


def _is_listed(request: Reading, text: str) -> bool:
    """Whether rows are asked for by their own word ("paid orders over 500 from orders.csv"), by "which", or by a form
    in which nothing else is made."""
    sizes = row_conditions.sizes(request)
    if sizes and re.match(r"(?:which|what)\s\w+\s", text) and not any(map(bounds.per, sizes)):
        return True
    if request.formats and set(request.formats) <= {"csv", "json", "parquet"}:
        return True
    stem = data_words.stem(data_words.files(request)[0]).lower().split()[-1:]
    own = re.escape(english.singular(stem[0])) if stem else "$^"
    return bool(
        re.match(rf"(?:the file[ ,:]+)?(?:(?:all|the|only|just|every|our|my|any)\s)*(?:\w+\s)?{own}\w{{0,3}}\b", text)
    )


def _filtered(request: Reading) -> dict[str, object]:
    """Which rows are meant, where they are all that is asked for: ``filter orders.json to paid orders``."""
    text = data_words.bare(request)
    found = row_conditions.parameters(request)
    if listings.listing(request) or picked.taken(request) or picked.omitted(request):
        return found
    if not (_FILTER.search(text) or _is_listed(request, text)) or data_words.groups(request):
        return {}
    sizes = row_conditions.sizes(request)
    if (match := _TO.search(text) or _FROM.search(text)) and not any(each.startswith(match["value"]) for each in sizes):
        kept = [value for value in row_conditions.kept(request) if value not in sizes]
        if not kept and "period" not in found:
            found["keep"] = [match["value"], *sizes]
    return found


def _unmet(request: Reading) -> tuple[Unread, ...]:
    """What is asked of the rows beside it and is not done."""
    text = data_words.bare(request)
    more = _OTHER.search(text)
    why = "rows are put together first; ask for it of the file that is made"
    found = [Unread(sentence=more[0], why=why)] if more else []
    if len(_sources(request)) > 1 and (narrowed := row_conditions.said(request)):
        found.append(Unread(sentence=narrowed.removeprefix(", "), why=why))
    why = "values stay as they are written, but for dates that are written in several ways"
    return tuple(found + [Unread(sentence=match[0].strip(), why=why) for match in _MEND.finditer(text)])


def _title(request: Reading, listed: str, ordered: listings.Listing) -> str:
    """``orders, the latest 10``; ``products price list``; else the files' own names."""
    if ordered.first:
        return f"{listed}, {ordered.words}"
    named = _LIST.search(request.lower)
    return "price list" if named and named[0].startswith("price") else listed
