"""What columns are called, and what that says of them: names by meaning, in English, German and French."""

from __future__ import annotations

import re
from collections.abc import Sequence

from praetorium.data.model import Column
from praetorium.errors import UserError

# Words of column names by meaning, best first.
AMOUNTS = (
    "revenue amount total turnover sales umsatz betrag montant summe gesamt value net gross price preis prix "
    "cost kosten fee paid"
)
PRICES = "unit_price unitprice price preis einzelpreis rate"
QUANTITIES = "quantity qty menge anzahl quantité units count pieces stück hours stunden days"
DATES = "order_date date datum day sold ordered booked created invoice timestamp time month"
KEYS = "id number no nr nummer key code order invoice reference uuid sku bestellnr bestellnummer auftragsnr belegnr"
GROUPS = "region category product channel segment department country customer status type kind store branch team city"
GROUPS += " kategorie produkt kanal kunde land filiale abteilung method payment seller salesperson supplier brand plan"
GROUPS += " artikel client catégorie produit pays"
LEVELS = frozenset(
    {"temperature", "temp", "temperatur", "température", "humidity", "feuchte", "pressure", "druck", "speed", "weight"}
    | {"age", "alter", "âge", "rating", "score", "grade", "note", "bewertung", "height", "percent", "percentage"}
    | {"rate", "pct", "ratio", "satisfaction", "balance", "saldo", "kontostand", "solde", "battery", "voltage"}
)
"""Words for what is measured at a place or a time: added up it says nothing."""
PAID_IN = frozenset(
    {"credit", "credits", "deposit", "deposits", "haben", "gutschrift", "einnahmen", "crédit", "income"}
)
PAID_OUT = frozenset(
    {"debit", "debits", "withdrawal", "withdrawals", "soll", "lastschrift", "ausgaben", "débit", "expenses"}
)
"""Columns of a statement, of which a row fills one."""
EARNING = frozenset({"income", "earnings", "earned", "received", "deposits", "credits", "einnahmen", "recettes"})
SPENDING = frozenset(
    {"spending", "spendings", "spend", "spent", "expenses", "expense", "outgoings", "withdrawals", "debits", "costs"}
    | {"ausgaben", "dépenses"}
)
"""What a request says of one of them."""
CURRENCIES = frozenset({"currency", "currencies", "ccy", "währung", "devise", "monnaie"})
"""Words for the column that says in which money a row is."""
DURATIONS = frozenset(
    {"hours", "hour", "hrs", "duration", "worked", "overtime", "break", "response", "resolution", "handling", "elapsed"}
    | {"stunden", "std", "dauer", "arbeitszeit", "überstunden", "pause", "durée", "heures", "spent", "runtime"}
)
"""Words for how long something took: ``7:30`` is no time of the day there."""
ALIASES = {
    "amount": "betrag montant",
    "category": "kategorie catégorie categorie",
    "city": "stadt ort ville",
    "country": "land pays",
    "customer": "kunde kundin client cliente",
    "department": "abteilung",
    "employee": "mitarbeiter mitarbeiterin employé",
    "expense": "ausgabe dépense",
    "month": "monat mois",
    "order": "bestellung auftrag commande",
    "price": "preis prix",
    "product": "produkt artikel produit article item",
    "quantity": "menge anzahl quantité",
    "region": "gebiet région",
    "revenue": "umsatz",
    "shop": "filiale laden magasin store",
    "supplier": "lieferant händler fournisseur",
}
"""What a word of a request may be called in a file."""


def named(columns: Sequence[Column], wanted: str) -> Column:
    """The column of that name, whatever its case; UserError lists those there are."""
    for column in columns:
        if column.name.casefold() == wanted.strip().casefold():
            return column
    raise UserError(f"there is no column '{wanted}'", next=f"columns: {', '.join(c.name for c in columns)}")


def words_of(text: str) -> list[str]:
    """Lower-case words of a name or sentence: ``unitPrice`` → unit, price."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", text)
    return [w for w in re.split(r"[^a-zäöüßàâçéèêëîïôûù0-9]+", spaced.casefold()) if w]


def rank(column: Column, lexicon: str, words: str = "") -> int:
    """How well a column's name fits a meaning: 0 not at all; a column that the request names beats all."""
    parts = words_of(column.name)
    asked = words_of(words)
    said = 100 if parts and all(p in asked for p in parts) and parts != ["sales"] else 0
    known = lexicon.split()
    whole = "_".join(parts)
    if whole in known:
        return said + 60 - known.index(whole)
    fits = [40 - known.index(w) for w in known if w in parts or (len(w) > 4 and w in whole)]
    return said + max(fits, default=0)


def best(columns: Sequence[Column], lexicon: str, words: str) -> Column | None:
    """The column whose name fits best; of equals the first in the file: people put what matters to the left."""
    return max(columns, key=lambda c: rank(c, lexicon, words), default=None)


def identifier(column: Column) -> bool:
    """Numbers that name something (a year, a customer's number) rather than measure it."""
    parts = words_of(column.name)
    names = {"id", "no", "nr", "number", "nummer", "code", "key", "year", "jahr", "zip", "plz", "postcode", "phone"}
    return column.type == "integer" and bool(names & set(parts[-1:]))
