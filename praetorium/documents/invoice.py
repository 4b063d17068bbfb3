"""An invoice and its arithmetic: exact decimals, each amount rounded half up to the currency's smallest coin."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pydantic import Field

from praetorium.documents.amounts import written
from praetorium.models.base import Model

_NO_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF"})
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}


class Line(Model):
    """One position."""

    description: str = Field(min_length=1, max_length=300)
    quantity: Decimal = Field(gt=0, le=10**9, max_digits=15, decimal_places=4)
    unit: str = Field(default="", max_length=30)
    price: Decimal = Field(ge=-(10**12), le=10**12, decimal_places=6)
    """Of one unit; with the tax where the invoice says so. Negative for what is taken off."""


class Invoice(Model):
    """What was asked to be invoiced, or offered."""

    kind: Literal["invoice", "quote"] = "invoice"
    customer: str = Field(min_length=1, max_length=300)
    lines: tuple[Line, ...] = Field(min_length=1, max_length=500)
    vat: Decimal = Field(default=Decimal(0), ge=0, le=100, decimal_places=3)
    """Per cent."""
    inclusive: bool = False
    """Whether the prices hold the tax already."""
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    number: str = Field(min_length=1, max_length=60)
    issued: date
    due: date
    sender: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=1000)


class Totals(Model):
    """What an invoice comes to."""

    amounts: tuple[Decimal, ...]
    """By line."""
    net: Decimal
    vat: Decimal
    gross: Decimal


def totals(invoice: Invoice) -> Totals:
    """The amounts. Where prices hold the tax, the gross is their sum and the tax is taken out of it."""
    coin = smallest(invoice.currency)
    amounts = tuple(rounded(line.quantity * line.price, coin) for line in invoice.lines)
    summed = sum(amounts, Decimal(0))
    if invoice.inclusive:
        net = rounded(summed / (1 + invoice.vat / 100), coin)
        return Totals(amounts=amounts, net=net, vat=summed - net, gross=summed)
    vat = rounded(summed * invoice.vat / 100, coin)
    return Totals(amounts=amounts, net=summed, vat=vat, gross=summed + vat)


def smallest(currency: str) -> Decimal:
    """The currency's smallest coin: 0.01, or 1 where there are no cents in use."""
    return Decimal(1) if currency in _NO_CENTS else Decimal("0.01")


def rounded(value: Decimal, coin: Decimal) -> Decimal:
    """To the coin, half up: how invoices are rounded, and not how Python rounds."""
    return value.quantize(coin, rounding=ROUND_HALF_UP)


def money(value: Decimal, currency: str, language: str) -> str:
    """``€2,700.00`` in English, ``2.700,00 €`` elsewhere; a currency without a sign by its code."""
    places = -int(smallest(currency).as_tuple().exponent)
    shown, sign = written(abs(value), language, places), SIGNS.get(currency)
    minus = "−" if value < 0 else ""
    if language.partition("-")[0] == "en":
        return f"{minus}{sign}{shown}" if sign else f"{minus}{currency} {shown}"
    return f"{minus}{shown} {sign or currency}"


def price(value: Decimal, currency: str, language: str) -> str:
    """A price of one unit, which may have more decimals than the currency has."""
    own = max(-int(smallest(currency).as_tuple().exponent), -int(value.normalize().as_tuple().exponent))
    return written(value, language, own).replace("-", "−")


def quantity(value: Decimal, language: str) -> str:
    """``3``, ``1.5``; never exactly three decimals, which would read as thousands."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return written(value, language, 4 if places == 3 else places)


def day(value: date, language: str) -> str:
    """The date as people write it: ``28 November 2026`` where the words are English, else in numbers."""
    months = (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    )
    code = language.partition("-")[0]
    if code == "en":
        return f"{value.day} {months[value.month - 1]} {value.year}"
    return value.strftime("%d.%m.%Y" if code == "de" else "%d-%m-%Y" if code == "nl" else "%d/%m/%Y")
