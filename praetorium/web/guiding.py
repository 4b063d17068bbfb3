"""What to do next, in the page's own terms. The product tells it once, as one would do it at a command line; who reads
it on the page is told where on the page the same is done. What the page cannot do is left as the command that it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape


@dataclass(frozen=True)
class _Way:
    """One thing that is done at the command line, and what is done on the page instead."""

    said: re.Pattern[str]
    instead: str
    """With the groups of what was said: ``{0}``."""
    where: str = ""
    """The address on the page, with the same groups; empty where it is not one place."""


_ANEW = "/requests/new"
_ID = r"([\w-]+)"
_WAYS = tuple(
    _Way(re.compile(said), instead, where)
    for said, instead, where in (
        (r'try: "([^"]+)"', "try “{0}”", f"{_ANEW}?words={{0}}"),
        (r"give it along with --file (\S+?)(?=,|\.?$)", "attach {0}", ""),
        (r",? with --file(?: for each)?\b", "", ""),
        (r"(?:name|give) (?:its|the|it)(?: folder)? with --project", "name its folder under Options", _ANEW),
        (r"(?:give|name) it with --set (\w+)=(\S+?)(?=;|,|$)", "give it under Options, as {0}={1}", _ANEW),
        (rf"praetorium edit {_ID} --set name=value", "change them under “Edit”", "/approvals/{0}"),
        (r"--set (\w+=(?:'[^']*'|\S+))", "{0} under Options", _ANEW),
        (r"leave --always out", "leave “Allow the like from now on” out", ""),
        (rf"([Ss]ee what happened|see what it was doing): praetorium events {_ID}", "{0}", "/requests/{1}#happened"),
        (rf"praetorium retry {_ID} --from STEP", "ask for it anew", "/requests/new?again={0}"),
        (rf"praetorium retry {_ID}", "“Try again”", "/requests/{0}"),
        (rf"praetorium (?:show|follow|events) {_ID}", "the request", "/requests/{0}"),
        (rf"praetorium cancel {_ID}", "“Cancel” there", "/requests/{0}"),
        (rf"praetorium continue {_ID}", "“Continue” there", "/requests/{0}"),
        (rf"praetorium approvals show {_ID}", "the question", "/approvals/{0}"),
        (rf'praetorium approve {_ID} --choice "([^"]*)"', "choose “{1}”", "/approvals/{0}"),
        (rf"praetorium approve {_ID} --more (\S+)", "give an amount like {1}", "/approvals/{0}"),
        (rf"praetorium approve {_ID}", "“Allow”", "/approvals/{0}"),
        (rf'praetorium refine {_ID} "…"', "write it under “Refine”", "/approvals/{0}"),
        (r"praetorium list --state (\w+)", "the requests", "/requests?state={0}"),
        (r"praetorium approvals(?! \w)", "Approvals", "/approvals"),
        (r"praetorium executors resume \S+", "“Resume” it", "/overview"),
        (r"praetorium executors list", "Overview", "/overview"),
        (r"praetorium resume\b", "“Let everything go on”", "/overview"),
        (r"praetorium apps(?: (?:start|stop) [\w-]+)?", "Apps", "/apps"),
        (rf"praetorium assets show {_ID}", "the asset", "/assets/{0}"),
        (r"praetorium assets get", "“Download”", "/assets"),
    )
)
_COMMAND = re.compile(r"praetorium [a-z]+(?: (?:--?)?[\w./-]+)*(?:, praetorium [a-z]+)*")


def plainly(text: str) -> str:
    """The same as words alone, for where a link cannot be."""
    # Nearly everything is told in words alone, and a page has hundreds of rows.
    return (
        _told(text, lambda words, where: words)
        if any(sign in text for sign in ("--", "praetorium ", "try: "))
        else text
    )


def guided(text: str, request: str = "") -> Markup:
    """The same with links to where it is done. ``request``: the one that is asked anew where a new one is asked for."""

    def linked(words: str, where: str) -> str:
        shown = escape(words)
        where += f"?again={request}" if request and where == _ANEW else ""
        return str(Markup('<a href="{}">{}</a>').format(where, shown) if where else shown)

    def commands(part: str) -> str:
        """What is not done here stays a command, and looks like one."""
        return _parted(part, _COMMAND, lambda found: str(Markup("<code>{}</code>").format(found.group())))

    return Markup(_told(text, linked, commands))


def _told(text: str, way: Callable[[str, str], str], rest: Callable[[str], str] = str) -> str:
    """Each way told by ``way``, in the order of the list, and what is between them by ``rest``."""
    for one in _WAYS:
        found = one.said.search(text)
        if found is not None:
            words = one.instead.format(*found.groups())
            where = one.where.format(*map(quote, found.groups()))
            before, after = text[: found.start()], text[found.end() :]
            return _told(before, way, rest) + way(words, where) + _told(after, way, rest)
    return rest(text)


def _parted(text: str, pattern: re.Pattern[str], shown: Callable[[re.Match[str]], str]) -> str:
    parts, at = [], 0
    for found in pattern.finditer(text):
        parts += [str(escape(text[at : found.start()])), shown(found)]
        at = found.end()
    return "".join([*parts, str(escape(text[at:]))])
