"""How well requests are read: what was asked against what was found, for long requests and for short ones.

Run: ``python -m benchmarks.words [--wrong]``. With ``--wrong`` it tells what is misread in the short requests that the
reader was worked on with; those that were held out are only counted.
"""

from __future__ import annotations

import sys

from benchmarks.bench import table
from tests.words.labels import SETS, SHORT, figures, labelled, missing_fields, short
from tests.words.short import outcome, totals


def main() -> int:
    """Print the shares; 1 when the wrong ones were asked for and there are any."""
    rows = []
    for name in SETS:
        every = labelled(name)
        fields = sum(len(one.fields) for one in every)
        missing = sum(len(missing_fields(one)) for one in every)
        rows.append((name, len(every), *figures(name), f"{fields - missing} of {fields}"))
    table("Long requests", ("requests", "how many", "recall", "precision", "fields"), rows)
    halves = [
        (name, "held out" if held else "worked on", *vars(totals(name, held=held)).values())
        for name in SHORT
        for held in (False, True)
    ]
    shares = ("kind", "title", "recall", "precision", "fields", "nothing wrong")
    table("Short requests", ("set", "part", *shares), halves)
    worked_on = [one for name in SHORT for one in short(name, held=False)] if "--wrong" in sys.argv else []
    wrong = [seen for one in worked_on if (seen := outcome(one)).wrong]
    if wrong:
        table("Misread", ("request", "what"), [(seen.one.words, "; ".join(seen.wrong)) for seen in wrong])
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
