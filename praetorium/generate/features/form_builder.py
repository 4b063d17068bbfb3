"""Forms that people design, others fill in, and that are evaluated: questions of nine kinds for records of an entity.

Parameters: ``entity``, whose records are the forms. Without it, the first that is called a form, a survey or the like.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path, named_entities
from praetorium.generate.field_view import FieldView
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, FieldType

_FORMS = ("form", "survey", "questionnaire", "inspection", "checklist", "assessment", "application", "template")
_OPEN = frozenset({"Open", "Active", "Published", "Live", "Running"})
_SAMPLES = 4
_REPLIES = 14


class FormBuilder:
    """When the brief asks for forms or surveys that users make, fill in or evaluate."""

    name = "form_builder"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f for f in brief.features if f.name == self.name]
        form = next((e for f in asked for e in named_entities(app, f.parameters)), None) or _typical(app)
        if not asked or form is None:
            return None
        fill, status = free_path(app, "fill", "answer", "take-part"), _status(form)
        opened = [choice for choice in status.choices if choice in _OPEN] if status else []
        return Use(
            entities=[form],
            context={"form": form, "fill_path": fill, "status": status, "opened": opened},
            label=f"{form.label_plural} that are designed question by question, filled in and evaluated",
            pages=[("Fill in", f"/{fill}"), (form.label_plural, f"/{form.path}")],
            ways=[("task", "Fill in", f"/{fill}")],
            proofs=[
                {
                    "entity": form.name,
                    "design": f"/{form.path}/{{id}}/design",
                    "fill": f"/{fill}/{{id}}",
                    "results": f"/{form.path}/{{id}}/results",
                    "rest": f"/api/{form.path}/{{id}}/replies",
                }
            ],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """The first forms are designed, open, and filled in by some."""
        form, opened = use.context["form"], use.context["opened"]
        rows = [dict(row) for row in data[form.modules]]
        designs: list[dict[str, Any]] = []
        replies: list[dict[str, Any]] = []
        for number, row in enumerate(rows[:_SAMPLES], 1):
            if opened:
                row[use.context["status"].name] = opened[0]
            questions = _questions(str(row.get(form.display.name, "")), number)
            designs.append({"form": number, "questions": questions})
            replies += [_reply(number, questions, turn) for turn in range(_REPLIES - 3 * number)]
        return {**data, form.modules: rows, "form_designs": designs, "form_replies": replies}


def _typical(app: AppView) -> EntityView | None:
    found = [(word, e) for word in _FORMS for e in app.entities if word in e.name.split("_")]
    return found[0][1] if found else None


def _status(form: EntityView) -> FieldView | None:
    return next((f for f in form.fields if f.type is FieldType.CHOICE and _OPEN & set(f.choices)), None)


def _question(label: str, kind: str, *options: str, required: bool = False, hint: str = "") -> dict[str, Any]:
    return {"label": label, "kind": kind, "required": required, "options": list(options), "hint": hint}


_FEEDBACK = (
    _question("How satisfied were you?", "scale", required=True, hint="5 is best"),
    _question("What did you like?", "several", "The people", "The place", "The price", "The quality"),
    _question("What should be better?", "text"),
    _question("Would you come again?", "one", "Yes", "Perhaps", "No", required=True),
    _question("When were you here?", "date"),
)
_SIGN_UP = (
    _question("Your name", "line", required=True),
    _question("Email", "email", required=True),
    _question("How many will come?", "number", required=True),
    _question("Which day suits you?", "one", "Friday", "Saturday", "Sunday"),
    _question("I agree to be written to", "tick", required=True),
)
_REQUEST = (
    _question("Your name", "line", required=True),
    _question("What is it about?", "one", "A question", "An order", "A complaint", "Something else", required=True),
    _question("Tell us more", "text", required=True),
    _question("Until when do you need it?", "date"),
)
_PATIENT = (
    _question("Full name", "line", required=True),
    _question("Date of birth", "date", required=True),
    _question("Why are you here?", "text", required=True),
    _question("Do you have allergies?", "one", "No", "Yes, to a medicine", "Yes, to something else", required=True),
    _question("Which of these apply to you?", "several", "I take medicine", "I was operated on", "I smoke"),
)
_REPORT = (
    _question("What happened, or what is missing?", "line", required=True),
    _question("Where?", "line", required=True),
    _question("When did you notice it?", "date"),
    _question("How urgent is it?", "scale", required=True, hint="5 cannot wait"),
    _question("Anything else we should know", "text"),
)
_DESIGNS = {
    ("patient", "medical", "health", "ward", "case", "treatment", "surgery"): _PATIENT,
    ("report", "lost", "damage", "fault", "defect", "incident", "inspection"): _REPORT,
    ("feedback", "visit", "survey", "how", "rating", "satisfaction"): _FEEDBACK,
    ("sign", "registration", "event", "volunteer", "new", "admission"): _SIGN_UP,
}
_TEXTS = (
    "Everything was fine, thank you.",
    "More time for questions would be good.",
    "The waiting time could be shorter.",
    "Friendly people, and a good place.",
    "Please send me the details by mail.",
    "The opening hours should be longer on Friday.",
    "Good quality for the price.",
)
_SAID = {
    "Why are you here?": (
        *("Cough and fever since Monday.", "Fell on the left wrist.", "Yearly check.", "The ankle is swollen."),
        *("A new prescription.", "Headache in the mornings."),
    ),
    "What happened, or what is missing?": (
        *("The lamp does not light", "A blue umbrella", "Water under the sink", "The door does not close"),
        *("A key with a red tag", "A pane is cracked"),
    ),
    "Where?": ("Entrance hall", "Second floor", "Car park", "Canteen", "Room 12"),
}
"""What people answer to a question; others get a sentence that fits any."""
_NAMES = ("Emma Larsen", "Diego Ramos", "Aiko Tanaka", "Jonas Weber", "Grace Okafor", "Omar Haddad", "Zoe Martin")


def _questions(title: str, number: int) -> list[dict[str, Any]]:
    said = title.lower().replace("-", " ").split()
    found = next((d for words, d in _DESIGNS.items() if set(words) & set(said)), None)
    chosen = found or (_FEEDBACK, _SIGN_UP, _REQUEST)[number % 3]
    return [{"key": f"q{place}", **question} for place, question in enumerate(chosen, 1)]


def _reply(form: int, questions: list[dict[str, Any]], turn: int) -> dict[str, Any]:
    answers = {q["key"]: _answer(q, f"{form} {q['key']} {turn}", turn) for q in questions}
    moment = f"{-turn} {dt.time(9 + turn % 9, 7 * turn % 60):%H:%M}"
    given = {key: answer for key, answer in answers.items() if answer not in (None, "", [])}
    return {"form": form, "answers": given, "created_at": moment, "updated_at": moment}


def _answer(question: dict[str, Any], about: str, turn: int) -> Any:
    draw = chance(about, 97)
    if not question["required"] and draw % 5 == 0:
        return None
    name = _NAMES[turn % len(_NAMES)]
    match question["kind"]:
        case "scale":
            return (4, 5, 3, 5, 4, 2, 5)[draw % 7]
        case "number":
            return 1 + draw % 4
        case "one":
            return question["options"][min(draw % 5 % len(question["options"]), draw % len(question["options"]))]
        case "several":
            return [option for place, option in enumerate(question["options"]) if (draw >> place) % 2]
        case "date":
            year = 1948 + draw % 58 if "birth" in question["label"] else 2026
            return f"{year}-{1 + draw % 9:02d}-{1 + draw % 27:02d}"
        case "tick":
            return True
        case "email":
            return f"{name.lower().replace(' ', '.')}@example.com"
        case "line" if "name" in question["label"].lower():
            return name
        case _:
            told = _SAID.get(question["label"], _TEXTS)
            return told[draw % len(told)]


FEATURE: AppFeature = FormBuilder()
