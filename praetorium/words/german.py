"""Requests about files in German: the commonest words are read as the English ones, and that is told.

Only where a file of rows is named and several such words are said; anything else is read as it stands.
"""

from __future__ import annotations

import re

from praetorium.models import Correction
from praetorium.words import named_files

_PHRASES = {
    "mehr als": "more than",
    "weniger als": "less than",
    "größer als": "more than",
    "kleiner als": "less than",
    "älter als": "older than",
    "jünger als": "younger than",
    "am meisten": "most",
    "wie viele": "how many",
    "wieviele": "how many",
    "anzahl der": "number of",
    "letzter monat": "last month",
    "letzten monat": "last month",
    "letztes quartal": "last quarter",
    "letztes jahr": "last year",
    "dieses jahr": "this year",
    "diesen monat": "this month",
    "doppelte einträge": "duplicates",
    "doppelte zeilen": "duplicates",
    "fehlende werte": "missing values",
}
_TABLE = """
revenue: umsatz umsätze umsatzes
sales: verkäufe
expenses: ausgaben
income: einnahmen
costs: kosten
profit: gewinn
amount: betrag
price: preis
day: tag
week: woche
month: monat
quarter: quartal
year: jahr
weekday: wochentag
days: tage
weeks: wochen
months: monate
quarters: quartale
years: jahre
report: bericht auswertung
chart: diagramm
bar chart: balkendiagramm
line chart: liniendiagramm
table: tabelle
overview: übersicht
pivot: pivottabelle
by: nach
per: pro je
from: aus von
as: als
and: und
or: oder
with: mit
without: ohne
only: nur
over: über
under: unter
at least: mindestens
at most: höchstens
between: zwischen
to: bis
for: für
since: seit
where: wo
is: ist
are: sind
not: nicht
the: die der das den dem
a: ein eine einen
my: meine
our: unsere
all: alle
show: zeige zeig
create: erstelle
make: mache mach
list: liste
sort: sortiere
sorted: sortiert
filter: filtere
compare: vergleiche
join: verbinde
convert: umwandeln konvertiere wandle
remove: entferne
duplicates: duplikate dubletten
outliers: ausreißer
average: durchschnitt durchschnittlicher durchschnittliche
total: summe
share: anteil
customers: kunden
customer: kunde
orders: bestellungen aufträge
invoices: rechnungen
products: produkte artikel
product: produkt
category: kategorie
country: land
countries: länder
city: stadt
region: region
shop: filiale
department: abteilung
best: besten
largest: größten
most expensive: teuersten
cheapest: billigsten
latest: neuesten
oldest: ältesten
last: letzten
paid: bezahlt bezahlte
open: offen offene
cancelled: storniert stornierte
january: januar
february: februar
march: märz
may: mai
june: juni
july: juli
october: oktober
december: dezember
every: jeden
monday: montag
"""
"""Each English word with the German ones that are read as it."""
_WORDS = {
    german: english
    for english, _, said in (line.partition(": ") for line in _TABLE.strip().splitlines())
    for german in said.split()
}
_SHARED = frozenset({"region", "die", "pro", "mit", "land", "wo", "den", "tag", "august", "liste"})
"""Words that are English, too: alone they make no request German."""
_ORDERS = frozenset(
    {"zeige", "zeig", "erstelle", "mache", "sortiere", "filtere", "vergleiche", "verbinde", "konvertiere", "wandle"}
    | {"entferne"}
)
"""A request that begins with one of these is German."""
_FEWEST = 2
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def translated(words: str) -> tuple[str, tuple[Correction, ...]]:
    """The words in English, and what was read as what; the same words where they are not German."""
    files = [name for name in named_files.files_in(words) if named_files.is_data(name)]
    said = [match[0].lower() for match in _WORD.finditer(_without(words, files))]
    if not files or (said[:1] and said[0] not in _ORDERS and _german(said) < _FEWEST):
        return words, ()
    told: dict[str, str] = {}

    def read(match: re.Match[str]) -> str:
        meant = (_PHRASES | _WORDS).get(match[0].lower())
        if meant is None:
            return match[0]
        if len(match[0]) > 3:
            told[match[0]] = meant
        return meant

    parts = re.split(rf"({'|'.join(map(re.escape, files))})", words)
    made = [part if part in files else _WORD.sub(read, _PHRASE.sub(read, part)) for part in parts]
    return "".join(made), tuple(Correction(said=each, read_as=meant) for each, meant in told.items() if meant)


def _german(said: list[str]) -> int:
    return sum(word in _WORDS and word not in _SHARED for word in said)


def _without(words: str, files: list[str]) -> str:
    for name in files:
        words = words.replace(name, " ")
    return words
