"""What each type of field means in the generated code: column, annotation, widget. One row per type."""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.models import FieldType


@dataclass(frozen=True)
class Kind:
    """How a field of one type is written down.

    ``python`` is the attribute's type, ``column`` the SQLAlchemy type, ``schema`` the name of the validated type in
    the application's ``schemas/base.py``, ``widget`` the form macro, ``html`` the input's type.
    """

    python: str
    column: str
    schema: str
    widget: str
    html: str = "text"
    textual: bool = False
    """Holds words that a search should look into."""
    numeric: bool = False
    upload: bool = False
    sortable: bool = True


def _text(column: str, schema: str, html: str = "text") -> Kind:
    return Kind("str", column, schema, "text", html, textual=True)


KINDS: dict[FieldType, Kind] = {
    FieldType.TEXT: _text("sa.String(200)", "Line"),
    FieldType.LONG_TEXT: Kind("str", "sa.Text", "LongText", "area", textual=True, sortable=False),
    FieldType.EMAIL: _text("sa.String(254)", "Email", "email"),
    FieldType.PHONE: _text("sa.String(40)", "Phone", "tel"),
    FieldType.URL: _text("sa.String(2000)", "Url", "url"),
    FieldType.INTEGER: Kind("int", "sa.BigInteger", "Whole", "number", "number", numeric=True),
    FieldType.DECIMAL: Kind("float", "sa.Float", "Number", "number", "number", numeric=True),
    FieldType.MONEY: Kind("Decimal", "Cents", "Amount", "number", "number", numeric=True),
    FieldType.PERCENT: Kind("float", "sa.Float", "Number", "number", "number", numeric=True),
    FieldType.RATING: Kind("int", "sa.Integer", "Whole", "number", "number", numeric=True),
    FieldType.DATE: Kind("dt.date", "sa.Date", "dt.date", "text", "date"),
    FieldType.TIME: Kind("dt.time", "sa.Time", "dt.time", "text", "time"),
    FieldType.DATETIME: Kind("dt.datetime", "sa.DateTime", "LocalDateTime", "text", "datetime-local"),
    FieldType.BOOLEAN: Kind("bool", "sa.Boolean", "bool", "check", "checkbox"),
    FieldType.CHOICE: Kind("str", "sa.String(120)", "Literal", "choice"),
    FieldType.COLOUR: Kind("str", "sa.String(7)", "Colour", "text", "color", sortable=False),
    FieldType.IMAGE: Kind("str", "sa.String(200)", "str", "image", "file", upload=True, sortable=False),
    FieldType.FILE: Kind("str", "sa.String(200)", "str", "file", "file", upload=True, sortable=False),
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GOOD = _words(
    "won done paid active completed complete resolved approved accepted delivered available confirmed published open "
    "enrolled healthy passed returned fulfilled shipped yes low present hired signed online answered closed"
)
BAD = _words(
    "lost cancelled canceled overdue rejected failed urgent critical blocked unpaid declined expired inactive broken "
    "absent no high terminated offline denied churned damaged missing"
)
WAITING = _words(
    "pending waiting hold negotiation proposal review draft medium planned scheduled requested progress doing "
    "maintenance partial trial reserved borrowed loaned leave"
)


def tone(choice: str) -> str:
    """How a choice is coloured: ``good``, ``bad``, ``waiting`` or ``plain``, by the words in it."""
    words = set(choice.lower().replace("-", " ").split())
    for name, lexicon in (("bad", BAD), ("waiting", WAITING), ("good", GOOD)):
        if words & lexicon:
            return name
    return "plain"
