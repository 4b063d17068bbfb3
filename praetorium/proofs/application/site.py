"""The application as a whole: every page that can be reached, what protects it, and what its API document promises."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from praetorium.models import CheckResult
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import Description
from praetorium.proofs.application.entrance import entered
from praetorium.proofs.application.pages import TRACES, Html

MOST_PAGES = 150
ALIKE = 2
"""Pages looked at of one kind: records of one entity, or queries on one list."""
_AT_ONCE = 6
_FOREIGN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""")


@dataclass
class Crawl:
    """What was seen on the way through all pages."""

    seen: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    pages: int = 0
    files: int = 0


async def pages_are_sound(client: Client, start: str = "/") -> CheckResult:
    """Follow every link, breadth first: each page answers 200, shows a heading and no stack trace, and neither it nor
    its styles load anything from elsewhere."""
    crawl = Crawl()
    waiting = _new(crawl, client, [client.root.rstrip("/") + start])
    while waiting and crawl.pages + crawl.files < MOST_PAGES:
        now, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        found = await asyncio.gather(*(_visit(crawl, client, url, source) for url, source in now))
        waiting += [link for links in found for link in links]
    name = "every page can be reached and is sound"
    if crawl.problems:
        more = f" and {len(crawl.problems) - 6} more" if len(crawl.problems) > 6 else ""
        return CheckResult(name=name, passed=False, evidence="; ".join(crawl.problems[:6]) + more)
    evidence = (
        f"{crawl.pages} pages and {crawl.files} files: all answer 200, nothing loaded from elsewhere, no dead link"
    )
    return CheckResult(name=name, passed=True, evidence=evidence)


def _new(crawl: Crawl, client: Client, urls: list[str], source: str = "") -> list[tuple[str, str]]:
    """Those not seen yet, on this host, and not too many of one kind."""
    fresh = []
    for url in urls:
        parts = urlsplit(url)
        kind = re.sub(r"/\d+(?=/|$)", "/0", parts.path) + ("?" if parts.query else "")
        if url.startswith(client.root) and url not in crawl.seen and crawl.kinds[kind] < ALIKE:
            crawl.seen.add(url)
            crawl.kinds[kind] += 1
            fresh.append((url, source))
    return fresh


async def _visit(crawl: Crawl, client: Client, url: str, source: str) -> list[tuple[str, str]]:
    path = url.removeprefix(client.root.rstrip("/"))
    where = f"{path} (linked from {source})" if source else path
    try:
        answer = await client.get(url)
    except httpx.HTTPError as error:
        crawl.problems.append(f"{where} does not answer: {type(error).__name__}")
        return []
    if answer.status_code != 200:
        crawl.problems.append(f"{where} answered {answer.status_code}")
        return []
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind != "text/html":
        crawl.files += 1
        if kind == "text/css" and (match := _FOREIGN_STYLE.search(answer.text)):
            crawl.problems.append(f"{path} loads {match[1]} from elsewhere")
        return []
    crawl.pages += 1
    page = Html(answer.text, str(answer.url))
    crawl.problems += [f"{path} loads {what} from elsewhere" for what in page.foreign()]
    crawl.problems += [f"{path} shows '{trace}'" for trace in TRACES if trace in answer.text]
    if not page.heading:
        crawl.problems.append(f"{path} has no heading")
    return _new(crawl, client, [*page.links(), *page.loaded()], path)


async def is_protected(client: Client, description: Description) -> CheckResult:
    """Security headers are there, and a form without its own visitor's token changes nothing."""
    name = "pages are protected"
    problems = _header_problems(await client.get("/"))
    async with Client(client.root) as stranger, entered(stranger, description):
        for entity in description.entities:
            answer, page = await client.page(entity.form)
            form = page.form_with({f.name for f in entity.fields})
            token = form.values.pop(description.csrf.field, None) if form else None
            if form is None or not token:
                problems.append(f"{entity.form} ({answer.status_code}) has no form with a token")
                continue
            for how, sent, sender in (
                ("without its token", {}, client),
                ("with the token of another visitor", {description.csrf.field: token}, stranger),
            ):
                answer = await sender.submit(form, sent)
                if answer.status_code not in (400, 403):
                    problems.append(f"{entity.form} {how} answered {answer.status_code}, not 403")
    if problems:
        return CheckResult(name=name, passed=False, evidence="; ".join(problems))
    evidence = f"CSP and nosniff sent; {2 * len(description.entities)} forged forms refused"
    return CheckResult(name=name, passed=True, evidence=evidence)


def _header_problems(answer: httpx.Response) -> list[str]:
    policy = answer.headers.get("content-security-policy", "")
    problems = []
    if "default-src 'self'" not in policy and "default-src 'none'" not in policy:
        problems.append(f"the Content-Security-Policy is {policy!r}: it does not keep other hosts out")
    scripts = next((part for part in policy.split(";") if part.strip().startswith("script-src")), "")
    if "'unsafe-inline'" in scripts or "'unsafe-eval'" in scripts:
        problems.append(f"the Content-Security-Policy lets injected scripts run: {scripts.strip()}")
    if answer.headers.get("x-content-type-options") != "nosniff":
        problems.append("X-Content-Type-Options is not nosniff")
    return problems


async def api_is_described(client: Client, description: Description) -> CheckResult:
    """The OpenAPI document has the five operations of every entity."""
    name = "the API document is complete"
    answer = await client.get(description.openapi)
    try:
        paths = answer.json()["paths"]
    except (ValueError, KeyError, TypeError):
        return CheckResult(
            name=name, passed=False, evidence=f"{description.openapi} answered {answer.status_code}, no OpenAPI"
        )
    missing = []
    for entity in description.entities:
        operations = {(entity.api, "get"), (entity.api, "post")}
        operations |= {(f"{entity.api}/{{id}}", method) for method in ("get", "patch", "delete")}
        missing += [f"{m.upper()} {path}" for path, m in sorted(operations) if m not in paths.get(path, {})]
    if missing:
        return CheckResult(name=name, passed=False, evidence=f"{description.openapi} lacks {', '.join(missing)}")
    count = sum(len(methods) for methods in paths.values())
    return CheckResult(name=name, passed=True, evidence=f"{count} operations on {len(paths)} paths described")


async def home_shows_all(client: Client, description: Description) -> CheckResult:
    """The home page leads to the list of every entity."""
    answer, page = await client.page("/")
    links = {urlsplit(link).path for link in page.links()}
    missing = [entity.label_plural for entity in description.entities if entity.path not in links]
    evidence = f"answered {answer.status_code}, leads to {len(description.entities) - len(missing)} lists"
    if missing:
        evidence += f", but not to {', '.join(missing)}"
    return CheckResult(
        name="the home page leads to everything", passed=not missing and answer.status_code == 200, evidence=evidence
    )
