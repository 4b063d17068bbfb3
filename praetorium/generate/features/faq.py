"""Questions and answers with a search, to be changed by those who run the application."""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Faq:
    """When the brief asks for an FAQ, help or a knowledge base."""

    name = "faq"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "faq", "help")
        return Use(
            entities=app.entities,
            context={"faq_path": path, "things": app.entities[0].nouns, "asked_for": [f.name for f in brief.features]},
            label="Questions and answers with a search",
            pages=[("FAQ", f"/{path}"), ("Questions and answers", f"/{path}/edit")],
            ways=[("question", "FAQ", f"/{path}")],
            office_ways=[("question", "FAQ texts", f"/{path}/edit")],
            proofs=[{"path": f"/{path}", "search": f"/{path}?q={{words}}", "form": f"/{path}/edit/new"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """What this application really does, by the features it has."""
        things, asked = use.context["things"], use.context["asked_for"]
        told = [row for row in _ENTRIES if row[0] in asked or not row[0]]
        entries: list[dict[str, Any]] = [
            {"topic": topic, "question": question.format(things=things), "answer": answer.format(things=things)}
            for _, topic, question, answer in told
        ]
        return {**data, "faq_entries": [{**row, "position": 10 * place} for place, row in enumerate(entries, 1)]}


_ENTRIES = (
    (
        "",
        "Using the site",
        "How do I find {things}?",
        "Open {things} in the menu. Search by words, and narrow the list by the filters.",
    ),
    (
        "",
        "Using the site",
        "Does it work on a phone?",
        "Yes. Every page fits the screen it is on, and nothing has to be installed.",
    ),
    (
        "",
        "Using the site",
        "Can I use it with the keyboard alone?",
        "Yes. Tab moves on, Enter opens; the first Tab offers to skip to the content.",
    ),
    ("cart", "Ordering", "How do I pay?", "Payment is simulated here: no card is asked for and no money is taken."),
    (
        "cart",
        "Ordering",
        "Where do I see my order?",
        "Open the cart and choose “Your orders”. The page of an order shows its status.",
    ),
    (
        "booking",
        "Booking",
        "How do I cancel or move a booking?",
        "Open “Your bookings”, choose the booking, and cancel it or move it to a free time.",
    ),
    (
        "accounts",
        "Accounts",
        "Do I need an account?",
        "To look around you do not. To change something, register with a name, an address and a password.",
    ),
    (
        "newsletter",
        "Newsletter",
        "How do I leave the newsletter?",
        "Every letter has a link at its end with which you leave at once.",
    ),
    (
        "",
        "Data",
        "What is kept about me?",
        "Only what you type in yourself. Nothing about your visit is passed on.",
    ),
    ("", "Data", "Can I get the data as a file?", "Lists offer a CSV file, which every spreadsheet opens."),
)

FEATURE: AppFeature = Faq()
