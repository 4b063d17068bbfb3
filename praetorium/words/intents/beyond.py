"""Results that nothing here makes: they are refused at once, each with what can be asked instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NoReturn

from praetorium.errors import RejectedError
from praetorium.words import data_words
from praetorium.words.intents import _asked
from praetorium.words.request import Reading

_APP = re.compile(
    r"\b(?:apps?|application|crm|system|platform|website|web ?site|site|portal|tool|dashboard|software|where|that)\b"
)
_MAKE = (
    r"^(?:please |can you |could you )?(?:(?:make|create|generate|draw|give|show|write|design|produce|build|do|print)\s"
    r"(?:me\s|us\s)?)?(?:an?\s|the\s|some\s|our\s|my\s)?(?:[a-z\-]+\s){0,2}?"
)
_START = r"^(?:please |can you |could you )?"


_REWRITING = rf"{_START}(?:summari[sz]e|shorten|paraphrase|rewrite|rephrase|proof-?read|correct|translate)\b"


@dataclass(frozen=True)
class _Beyond:
    pattern: str
    what: str
    examples: tuple[str, ...]


_KNOWN = (
    _Beyond(
        rf"{_MAKE}(?:qr|bar)[- ]?codes?\b",
        "QR codes and barcodes are not drawn here",
        ("diagram of how signup works: user → form → mail",),
    ),
    _Beyond(
        _REWRITING,
        "a text is used as it is written: nothing here shortens, rewrites or translates one",
        ("turn notes.md into a PDF", "read notes.md aloud", "summary of orders.csv as PDF"),
    ),
    _Beyond(
        r"\b(?:mail ?merge|serial letters?|form letters?)\b",
        "letters are not made one for each row of a file",
        ("turn letter.md into a Word document", "convert people.csv to Excel"),
    ),
    _Beyond(
        rf"{_START}(?:forecast|predict|extrapolate)\b",
        "nothing here tells what will be: figures are those of the file",
        ("revenue by month from sales.csv, as a line chart", "sales report from sales.csv as PDF"),
    ),
    _Beyond(
        rf"{_MAKE}(?:photo[- ]?)?collages?\b",
        "pictures are not put together on one sheet",
        ("a 12 second slideshow of these pictures with captions, with --file for each",),
    ),
    _Beyond(
        rf"{_MAKE}(?:time ?lines?|gantt(?: charts?)?|mind ?maps?|word ?clouds?)\b|"
        rf"{_MAKE}org(?:ani[sz]ation(?:al)?)?[ -]?charts?\b",
        "such a drawing is not made here",
        ("diagram of our project: kickoff → prototype → launch", "org chart: Anna leads Bob and Carla"),
    ),
    _Beyond(
        rf"{_MAKE}(?:certificates?|diplomas?|receipts?|flyers?|posters?|brochures?|(?:business|post) ?cards?|"
        r"letterheads?)\b",
        "such a sheet is not laid out here: a text is set as a document",
        ("turn certificate.md into a PDF, in blue, with our logo.png",),
    ),
    _Beyond(
        rf"{_MAKE}(?:logos?|illustrations?|paintings?|cartoons?|memes?|icons?|(?:pictures?|images?|photos?) of)\b",
        "pictures are drawn of data and of words with arrows, not of things",
        ("bar chart of orders by country from orders.csv", "diagram of how signup works: user → form → mail"),
    ),
    _Beyond(
        rf"{_START}(?:transcribe|ocr|scan)\b|\bspeech to text\b|"
        r"\btext from (?:the |this )?(?:image|picture|scan|photo)\b",
        "sound and pictures are not read as text here",
        ("read notes.md aloud",),
    ),
    _Beyond(
        r"\b(?:to|as|into)\s(?:an?\s)?(?:epub|mobi|odt|ods|odp|rtf|latex|tex|xml|yaml|gif|tiff?|webm|avi|flac|aac)\b",
        "files of that kind are not written here",
        ("turn notes.md into a PDF", "convert prices.xlsx to csv", "read notes.md aloud as MP3"),
    ),
    _Beyond(
        rf"{_START}split\b.*\.(?:csv|tsv|xlsx|xls|parquet|json|jsonl)\b",
        "a file is not split into several",
        ("filter orders.csv to paid as csv", "report revenue by region from sales.csv"),
    ),
    _Beyond(
        rf"{_START}sort\b.*\.(?:csv|tsv|xlsx|xls|parquet|json|jsonl)\b",
        "rows keep their order; a workbook has filters that sort them",
        ("convert people.csv to Excel", "top 10 customers from orders.csv"),
    ),
    _Beyond(
        rf"{_START}(?:plot|chart|draw|graph)\s(?:the\s)?\w+\s(?:vs\.?|versus|against)\s\w+|"
        r"\b(?:scatter(?: ?plots?| ?charts?)|(?:heat|tree) ?maps?|box ?plots?|bubble charts?|radar charts?|sankey)\b",
        "charts show totals, averages and numbers over time or by groups, and not two measures against each other",
        ("chart the average income by city from people.csv", "histogram of age in people.csv"),
    ),
    _Beyond(rf"{_MAKE}(?:songs?|music|jingles?|melod(?:y|ies))\b", "music is not made here", ("read news.md aloud",)),
    _Beyond(
        rf"{_MAKE}(?:presentation|slides?|slide ?deck|deck)\b.*\.(?:csv|tsv|xlsx|xls|parquet|json|jsonl)\b",
        "slides are made of a text, not of rows",
        ("report on sales.xlsx as PDF", "turn notes.md into slides"),
    ),
)


class Beyond:
    """The intent of what cannot be had."""

    name = "beyond"

    def weight(self, request: Reading) -> float:
        """Strong when the words begin with such a result, and with no application that might have it."""
        return 0.985 if _found(request) else 0.0

    def brief(self, request: Reading) -> NoReturn:
        """Refuse it.

        Raises:
            RejectedError: always; with what can be asked instead.
        """
        found = _found(request)
        assert found is not None  # weight() looked for it
        raise RejectedError(found.what, examples=found.examples)


INTENT = Beyond()


def _found(request: Reading) -> _Beyond | None:
    text = request.lower.strip()
    for file in request.files:  # a text may be called certificate.md
        text = text.replace(file.lower(), f"file{PurePosixPath(file).suffix.lower()}")
    if not request.brief or _APP.search(text):
        return None
    found = next((each for each in _KNOWN if re.search(each.pattern, text)), None)
    if found is None or found.pattern != _REWRITING:
        return found
    # Rows are summed up; a text that is to be set in a form is set, and what is not done with it is said in the brief.
    typeset = _asked.with_suffix(request, _asked.TEXTS) and request.formats and not text.startswith("translate")
    return None if typeset or data_words.files(request) else found
