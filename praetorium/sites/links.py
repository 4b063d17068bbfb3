"""Reading a finished site back: every page's structure, and whether every link leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
ADDRESSES = {
    "a": "href",
    "link": "href",
    "img": "src",
    "script": "src",
    "source": "src",
    "iframe": "src",
    "use": "href",
}
NEEDED = ("title", "h1", "main", "header", "nav", "footer")


@dataclass
class Leaf:
    """One page as it stands in its file."""

    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    title: str = ""
    words: int = 0
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.leaf = Leaf()
        self._open: list[str] = []
        self._levels: list[int] = []
        self._counts: dict[str, int] = {}
        self._meta: set[str] = set()
        self._lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._counts[tag] = self._counts.get(tag, 0) + 1
        if tag not in VOID:
            self._open.append(tag)
        if "id" in given:
            if given["id"] in self.leaf.ids:
                self.leaf.faults.append(f"two elements have the id '{given['id']}'")
            self.leaf.ids.add(given["id"])
        if tag in ADDRESSES and (address := given.get(ADDRESSES[tag])):
            self.leaf.links.append(address)
        if tag in ("script", "iframe", "form"):
            self.leaf.faults.append(f"<{tag}> has no place in a site without a server program")
        if tag == "img" and "alt" not in given:
            self.leaf.faults.append("an image has no alternative text")
        if tag == "html":
            self._lang = given.get("lang", "")
        if tag == "meta":
            self._meta.add(given.get("name", ""))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.leaf.faults.append(f"</{tag}> does not close what is open")
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.leaf.title += data
        elif "main" in self._open:
            self.leaf.words += len(data.split())

    def finish(self) -> Leaf:
        self.close()
        leaf = self.leaf
        if self._open:
            leaf.faults.append(f"<{self._open[-1]}> is never closed: the file is cut off")
        leaf.faults += [f"there is no <{tag}>" for tag in NEEDED if not self._counts.get(tag)]
        leaf.faults += ["there is more than one <h1>"] if self._counts.get("h1", 0) > 1 else []
        leaf.faults += ["the language of the page is not given"] if not self._lang else []
        leaf.faults += [
            f"the meta tag '{name}' is missing" for name in ("viewport", "description") if name not in self._meta
        ]
        if any(b - a > 1 for a, b in zip(self._levels, self._levels[1:], strict=False)):
            leaf.faults.append("the headings skip a level")
        if leaf.words < 5:
            leaf.faults.append("the page says nothing")
        return leaf


def read_site(folder: Path) -> dict[str, Leaf]:
    """All pages by their path below the folder. Raises UnicodeDecodeError for a page that is no text."""
    found = {}
    for file in sorted(folder.rglob("*.html")):
        reader = _Reader()
        reader.feed(file.read_text(encoding="utf-8"))
        found[file.relative_to(folder).as_posix()] = reader.finish()
    return found


def broken(folder: Path, pages: dict[str, Leaf]) -> list[str]:
    """A sentence for each link that leads nowhere or would load something from elsewhere."""
    wrong = []
    for name, leaf in pages.items():
        for link in leaf.links:
            parts = urlsplit(link)
            if parts.scheme in ("mailto", "tel"):
                wrong += [f"{name}: '{link}' is no address"] if not parts.path else []
                continue
            if parts.scheme or parts.netloc:
                wrong.append(f"{name}: '{link}' leads out of the site")
                continue
            # Pages that a server shows for any path can only link from the root.
            path = unquote(parts.path).lstrip("/") or ("index.html" if parts.path == "/" else name)
            target = (folder / path) if parts.path.startswith("/") else (folder / name).parent / path
            if not target.is_file() or not target.resolve().is_relative_to(folder.resolve()):
                wrong.append(f"{name}: '{link}' leads to {path}, which does not exist")
                continue
            page = pages.get(target.resolve().relative_to(folder.resolve()).as_posix())
            if parts.fragment and (page is None or parts.fragment not in page.ids):
                wrong.append(f"{name}: '{link}' leads to '#{parts.fragment}', which is not on that page")
    return wrong


def counted(pages: dict[str, Leaf]) -> int:
    """How many links there are."""
    return sum(len(leaf.links) for leaf in pages.values())
