"""A quiz over the application's own records: questions are drawn, answered against a countdown, scored and kept.

Parameters: ``entity`` (what is asked about), ``answer`` (the field that holds the right answer), ``memorize`` (whether
there are cards to learn by, too). Without the first two it is the first entity with a question and an answer, else the
first with a choice, which is then asked for.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView, EntityView, FieldView
from praetorium.models import Brief, FieldType

_ANSWERS = ("answer", "solution", "translation", "meaning", "definition", "capital")
_EXPLAINS = frozenset({"explanation", "hint", "reason", "notes", "description", "help"})


class Quiz:
    """When the brief asks for a quiz, practice or exams, and something can be asked."""

    name = "quiz"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        found = _asked(app, asked.parameters.get("entity"), asked.parameters.get("answer")) if asked else None
        if found is None:
            return None
        entity, answer = found
        memorize = asked is not None and asked.parameters.get("memorize") is True
        path = free_path(app, "quiz", "take-a-quiz")
        explains = next((f for f in entity.fields if _EXPLAINS & set(f.name.split("_")) and f is not answer), None)
        return Use(
            entities=[entity],
            context={
                "quizzed": entity,
                "right": answer,
                "explains": explains,
                "quiz_path": path,
                "memorize": memorize,
            },
            label=f"Quiz over {entity.nouns} with countdown, scores and wrong answers to practise",
            pages=[("Quiz", f"/{path}"), *([("Memorize", f"/{path}/cards")] if memorize else [])],
            ways=[("task", "Quiz", f"/{path}")],
            proofs=[{"path": f"/{path}", "entity": entity.name, "answer": answer.name}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """No two records share an answer that stands beside a question, where the brief names enough of them."""
        return data


def _asked(app: AppView, entity: object, answer: object) -> tuple[EntityView, FieldView] | None:
    able = [e for e in app.entities if e.display.kind.textual]
    textual = [(e, f) for e in able for f in e.fields if f.type is FieldType.TEXT and f is not e.display]
    named = [(e, f) for e, f in textual if entity in (None, e.name) and f.source_name == answer]
    telling = [(e, f) for word in _ANSWERS for e, f in textual if word in f.source_name.split("_")]
    choices = [(e, f) for e in able for f in e.fields if len(f.choices) > 1]
    # What has questions with answers is meant, even where the words name the exam that they belong to.
    asked_about = [pair for pair in choices if pair[0].name == entity]
    answered = [pair for pair in telling if pair[0].name == entity]
    return next(iter(named or answered or telling or asked_about or choices), None)


FEATURE: AppFeature = Quiz()
