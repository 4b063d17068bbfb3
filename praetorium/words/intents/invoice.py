"""An invoice: ``invoice for ACME, 3 days consulting at 900, VAT 19 %, as PDF``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from praetorium.errors import RejectedError
from praetorium.models import Assumption, Brief, Question, Unread
from praetorium.words.intents import _asked
from praetorium.words.intents._positions import Position, currency, position
from praetorium.words.request import Reading

_FORMATS = {
    "pdf": r"pdfs?",
    "xlsx": r"xlsx|excel|spread ?sheet|workbook",
    "html": r"html|web ?page",
    "docx": r"word(?: document| file)?|docx",
}
_QUOTE = r"quote|quotation|offer|(?:cost )?estimate|price offer"
_BEGIN = re.compile(
    r"^(?:please\s+)?(?:(?:make|write|create|give|generate|send|draw up|prepare|issue)\s+(?:me\s+|us\s+)?)?"
    r"(?:an?\s+|the\s+)?"
    rf"(?:(?P<adjective>[a-z]+)\s+)?(?P<word>invoice|bill|{_QUOTE})\b\s*(?P<number>(?:no\.?|nr\.?|number|#)\s*[\w/\-]+|\d+[\-/]\d+)?\s*"
    r"(?P<to>for|to|:)?\s*",
    re.IGNORECASE,
)
_TAX = r"(?:VAT|MwSt\.?|USt\.?|TVA|IVA|BTW|GST|sales tax|tax)"
_RATE = re.compile(
    rf"(?:\b(?P<incl>incl(?:uding|\.)?|with|plus|\+|excl(?:uding|\.)?)\s+)?(?:{_TAX}\s*(?:of|at|:|is)?\s*(?P<a>\d+(?:[.,]\d+)?)\s?%"
    rf"|(?P<b>\d+(?:[.,]\d+)?)\s?(?:%|percent|per cent)\s*{_TAX})",
    re.IGNORECASE,
)
_UNTAXED = re.compile(
    rf"\b(?:no|without|zero|0 ?%)\s+{_TAX}|\b{_TAX}[- ](?:free|exempt)|\breverse[- ]charge\b", re.IGNORECASE
)
_GROSS = re.compile(
    r"\b(?:prices?|amounts?|all)\s+(?:are\s+)?(?:incl\w*\.?|gross|with)\b|\bgross prices\b", re.IGNORECASE
)
_DUE = re.compile(
    r"\b(?:due|payable|pay(?:ment)?)\s+(?:with)?in\s+(?P<n>\d+)\s+(?P<unit>days?|weeks?)|\bnet\s*(?P<net>\d+)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:please\s+)?(?P<verb>bill|invoice|quote|offer)\s+(?!for\b|to\b|no\b|from\b)(?P<who>[^,:\d]{1,60}?)\s+"
    r"(?:for\s+(?=.*\d)|(?=\d))(?P<rest>.+)$",
    re.I | re.S,
)
_LAST = re.compile(
    r"^(?:please\s+)?(?P<verb>bill|invoice|quote|offer)\s+(?:for\s+|of\s+)?(?P<rest>(?:[a-z]+\s+)?\d.*?)\s+(?:for|to)\s+"
    r"(?P<who>[^\W\d_][^,;:\d]{1,60})$",
    re.I | re.S,
)
"""``invoice 3 hours web design at 80 euro for Mueller GmbH``: whom it is for stands last."""
_PERCENT = r"(?:%|percent|per cent)"
_DISCOUNT = re.compile(
    rf"(?:\b(?:with|less|minus|and|at)\s+)?(?:an?\s+)?(?:\b(?P<a>\d+(?:[.,]\d+)?)\s?{_PERCENT}\s+"
    rf"(?:discount|off|rebate|reduction)\b|\b(?:discount|rebate|reduction)\s+(?:of\s+)?"
    rf"(?P<b>\d+(?:[.,]\d+)?)\s?{_PERCENT})",
    re.IGNORECASE,
)
_OFF = {"en": "Discount", "de": "Rabatt", "fr": "Remise", "es": "Descuento", "it": "Sconto", "nl": "Korting"}
_NUMBER = re.compile(r"^(?:invoice\s+)?(?:no\.?|nr\.?|number|#)\s*(?P<number>[\w/\-]+)$", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|by|sender:?)\s+(?P<sender>.+)$", re.IGNORECASE)
_NOTE = re.compile(r"^(?:note|remark|comment):?\s+(?P<note>.+)$", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+as\s+(?:an?\s+)?(?:pdf|html|xlsx|excel|word|docx|spread ?sheet|workbook|web ?page)\b.*$", re.IGNORECASE
)
_FORM = r"(?:(?:an?\s+)?(?:pdf|html|xlsx|excel|word|docx|workbook|spread ?sheet|web ?page))"
_ASIDE = re.compile(
    rf"^(?:(?:and\s+)?as\b.*|(?:all\s+)?prices?(?:\s+are)?|in\s+[\w# ]+|a4|(?:us )?letter|"
    rf"(?:and\s+)?{_FORM}(?:\s+(?:and|or)\s+{_FORM})*|on (?:a4|letter)|with (?:our |my )?logo\b.*)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\n|(?<!\d),|,(?!\d)|\bplus\b|\band\b(?=\s+(?:as\b|from\b|VAT\b|tax\b|(?:a\s+)?\d)))\s*", re.IGNORECASE
)


@dataclass
class _Found:
    """What the parts of the words say."""

    customer: str = ""
    number: str = ""
    sender: str = ""
    note: str = ""
    positions: list[Position] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class MakeInvoice:
    """The invoice intent."""

    name = "invoice"

    def weight(self, request: Reading) -> float:
        """Strong when the words begin with an invoice for somebody and name an amount."""
        begin = _BEGIN.match(_asking(request.words))
        if begin is None or (begin["word"].lower() != "invoice" and not re.search(r"\d", request.words)):
            return 0.0
        if _quoted(request.words) and not _read(_asking(request.words)).positions:
            return 0.0  # "offer" and "estimate" are many things
        return 0.96 if begin["to"] and re.search(r"\d", request.words) else 0.75 if begin["to"] else 0.0

    def brief(self, request: Reading) -> Brief:
        """Customer, positions, tax, dates and form.

        Raises:
            RejectedError: no position with a price is named.
        """
        quoted = _quoted(request.words)
        kind = "quote" if quoted else "invoice"
        found = _read(_asking(request.words))
        if not found.positions:
            raise RejectedError(
                "the invoice names no position with a price",
                examples=("invoice for ACME, 3 days consulting at 900, VAT 19 %",),
            )
        text = request.words
        rate, untaxed = _RATE.search(text), _UNTAXED.search(text)
        vat = (rate["a"] or rate["b"]).replace(",", ".") if rate and not untaxed else "0"
        inclusive = bool(_GROSS.search(text) or (rate and (rate["incl"] or "").lower().startswith("incl")))
        asked = _asked.formats(request, _FORMATS)
        look = _asked.look(request)
        money, days = currency(text), _days(text)
        language = look.language if look.language in ("en", "de", "fr", "es", "it", "nl") else "en"
        parameters = look.parameters | {
            "text_language": language,
            "lines": [one.parameters for one in found.positions],
            "vat": vat,
            "inclusive": inclusive,
            "currency": money or "EUR",
        }
        parameters |= {name: text for name, text in (("sender", found.sender), ("note", found.note)) if text}
        parameters |= {"customer": found.customer} if found.customer else {}
        parameters |= {"number": found.number} if found.number else {}
        parameters |= {"days": days} if days is not None else {"days": 30} if quoted else {}
        parameters |= {"kind": kind} if quoted else {}
        off = _DISCOUNT.search(text)
        if off:
            taken = _taken_off(found.positions, (off["a"] or off["b"]).replace(",", "."), _OFF[language])
            parameters["lines"] = [*parameters["lines"], taken]
        if quoted and not found.customer:
            parameters["customer"] = found.customer = "–"
        assumptions = [*look.assumptions, *_assumed(found, money, days, bool(rate or untaxed), bool(asked), kind)]
        if off:
            because = f"{off['a'] or off['b']} % of all positions, as a position of its own"
            assumptions.append(
                Assumption(about="Discount", value=f"{parameters['lines'][-1]['price']}", because=because)
            )
        listed = "; ".join(_told(one, money or "EUR") for one in found.positions)
        tax = f"{vat} % VAT {'included' if inclusive else 'added'}" if vat != "0" else "no VAT"
        return Brief(
            intent=self.name,
            title=f"{kind.capitalize()} {found.customer.strip('–')}".strip(),
            summary=f"{'A quote' if quoted else 'An invoice'} for {_whom(found)}: {listed}; {tax}.",
            formats=asked or ("pdf",),
            files=request.files,
            schedule=request.schedule,
            parameters=parameters,
            assumptions=tuple(assumptions),
            questions=()
            if found.customer
            else (Question(id="customer", text="Who is the invoice for?", blocking=True),),
            unread=tuple(
                Unread(sentence=part, why="it is no position with a price, nor anything else of an invoice")
                for part in found.unread
            ),
            confidence=0.95 if found.customer and not found.unread else 0.6,
        )


INTENT = MakeInvoice()


def _read(words: str) -> _Found:
    begin = _BEGIN.match(words)
    rest = words[begin.end() :] if begin else words
    found = _Found()
    if begin and begin["number"]:
        found.number = re.sub(r"^(?:no\.?|nr\.?|number|#)\s*", "", begin["number"], flags=re.IGNORECASE)
    parts = [part for part in _SPLIT.split(_colon(rest)) if part and part.strip()]
    for place, part in enumerate(parts):
        part = _TAIL.sub("", _RATE.sub(" ", _UNTAXED.sub(" ", _DISCOUNT.sub(" ", part)))).strip(" .,") or ""
        if not place:
            part = _customer(part, found)
        if part:
            _part(part, found)
    return found


def _asking(words: str) -> str:
    """``bill ACME for …`` as ``invoice for ACME for …``."""
    verb = _VERB.match(words.strip()) or _LAST.match(words.strip())
    if verb is None:
        return words.strip()
    noun = "quote" if verb["verb"].lower() in ("quote", "offer") else "invoice"
    return f"{noun} for {verb['who']} for {verb['rest']}"


def _quoted(words: str) -> bool:
    """Whether a price is offered, and nothing charged yet."""
    begin = _BEGIN.match(_asking(words))
    return bool(begin and begin["word"].lower() not in ("invoice", "bill"))


def _whom(found: _Found) -> str:
    named = found.customer.strip("–")
    return named or "a customer who is still to be named"


def _taken_off(positions: list[Position], percent: str, word: str) -> dict[str, str]:
    """A discount as a position of its own: what is taken off the sum of all others."""
    total = sum((Decimal(one.quantity) * Decimal(one.price) for one in positions), Decimal(0))
    taken = (total * Decimal(percent) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {"description": f"{word} {percent} %", "quantity": "1", "unit": "", "price": f"{-taken:f}"}


def _colon(text: str) -> str:
    """The colon after the customer as a comma: ``to Globex: 12 hours …``."""
    return re.sub(r"^([^,:\d]{1,80}):\s", r"\1, ", text, count=1)


def _customer(part: str, found: _Found) -> str:
    """Take the customer from the first part; what follows in it is a position: ``ACME for 3 days at 900``."""
    split = re.match(r"(?P<who>.+?)\s+(?:for|:|over)\s+(?P<rest>.*\d.*)$", part)
    if split is None and position(part) is not None and re.match(r"\d", part):
        return part
    who, rest = (split["who"], split["rest"]) if split else (part, "")
    found.customer = re.sub(r"^(?:my|our|the)\s+(?:client|customer)\s+", "", who, flags=re.IGNORECASE).strip(" .:")
    return rest


def _part(part: str, found: _Found) -> None:
    if match := _NUMBER.match(part):
        found.number = match["number"]
    elif match := _FROM.match(part):
        found.sender = match["sender"]
    elif match := _NOTE.match(part):
        found.note = match["note"]
    elif _DUE.search(part) or _GROSS.search(part) or _ASIDE.match(part):
        return
    elif several := _positions(part):
        found.positions += several
    else:
        found.unread.append(part)


def _positions(part: str) -> list[Position]:
    """The part as positions: two, where "and" stands between what both are one."""
    for joint in re.finditer(r"\s+and\s+", part):
        first, second = position(part[: joint.start()]), _positions(part[joint.end() :])
        if first and second:
            return [first, *second]
    one = position(part)
    return [one] if one else []


def _days(text: str) -> int | None:
    match = _DUE.search(text)
    if match is None:
        return None
    if match["net"]:
        return int(match["net"])
    return int(match["n"]) * (7 if match["unit"].lower().startswith("week") else 1)


def _assumed(
    found: _Found, money: str | None, days: int | None, taxed: bool, formed: bool, kind: str
) -> list[Assumption]:
    assumed = []
    if not formed:
        assumed.append(Assumption(about="Form", value="PDF", because="no form was named"))
    if money is None:
        assumed.append(Assumption(about="Currency", value="EUR", because="none was named"))
    if not taxed:
        assumed.append(Assumption(about="VAT", value="none", because="no rate was named"))
    if not found.number:
        assumed.append(Assumption(about="Number", value="from the date and the request", because="none was named"))
    assumed.append(Assumption(about="Date", value="the day of the request", because="none was named"))
    if days is None:
        value = "for 30 days" if kind == "quote" else "in 14 days"
        about = "Valid" if kind == "quote" else "Due"
        assumed.append(Assumption(about=about, value=value, because="no term was named"))
    if found.customer == "–":
        because = "nobody was named: say 'quote for NAME, …'"
        assumed.append(Assumption(about="Customer", value="left open", because=because))
    if not found.sender:
        assumed.append(Assumption(about="Sender", value="left out", because="nobody was named: say 'from NAME'"))
    assumed += [
        Assumption(about=one.description, value=f"{one.price} each", because="'for' was read as the price of all")
        for one in found.positions
        if one.divided
    ]
    return assumed


def _told(one: Position, money: str) -> str:
    return f"{one.quantity} {one.unit} {one.description} at {one.price} {money}".replace("  ", " ")
