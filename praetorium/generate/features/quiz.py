"""A quiz over the application's own records: questions are drawn, answered against a countdown, scored and kept.

Parameters: ``entity`` (what is asked about), ``answer`` (the field that holds the right answer), ``memorize`` (whether
there are cards to learn by, too). Without the first two it is the first entity with a question and an answer, else the
first with a choice, which is then asked for.
"""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, FieldType

_ANSWERS = ("answer", "solution", "translation", "meaning", "definition", "capital")
_ROUND = 5
_PLAYERS = ("Aiko Tanaka", "Diego Ramos", "Emma Larsen", "Omar Haddad")
_EXPLAINS = frozenset({"explanation", "hint", "reason", "notes", "description", "help"})
_SECRET = frozenset({"answer", "solution", "explanation", "hint", "reason"})
"""What nobody is told before they have answered: the capital of a country or what a word means may be looked up."""


class Quiz:
    """When the brief asks for a quiz, practice or exams, and something can be asked."""

    name = "quiz"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        found = quizzed(brief, app)
        if asked is None or found is None:
            return None
        entity, answer = found
        memorize = asked.parameters.get("memorize") is True
        members = any(f.name == "accounts" for f in brief.features)
        path = free_path(app, "quiz", "take-a-quiz")
        explains = next((f for f in entity.fields if _EXPLAINS & set(f.name.split("_")) and f is not answer), None)
        secret = _secret(answer, explains)
        return Use(
            entities=[entity],
            context={
                "quizzed": entity,
                "right": answer,
                "explains": explains,
                "secret": secret,
                "options": _options(entity) if not answer.choices else None,
                "quiz_path": path,
                "memorize": memorize,
            },
            label=f"Quiz over {entity.nouns} with countdown, scores and wrong answers to practise",
            pages=[("Quiz", f"/{path}"), *([("Memorize", f"/{path}/cards")] if memorize else [])],
            ways=[("task", "Quiz", f"/{path}")],
            proofs=[{"path": f"/{path}", "entity": entity.name, "answer": answer.name}],
            # Whoever may change every question is told every answer: those are not all who register.
            needs=("roles",) if secret and members else (),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Rounds that others have finished."""
        entity, answer = use.context["quizzed"], use.context["right"]
        told = [(n, row) for n, row in enumerate(data[entity.modules], start=1) if row[answer.name]][:_ROUND]
        rounds = [_finished(place, name, told, entity, answer) for place, name in enumerate(_PLAYERS)] if told else []
        return {**data, "quiz_attempts": rounds}


def _finished(
    place: int, name: str, told: list[tuple[int, dict[str, Any]]], entity: EntityView, answer: FieldView
) -> dict[str, Any]:
    """A round in which all but the first ``place`` questions were answered rightly."""
    questions = []
    for at, (number, row) in enumerate(told):
        right = str(row[answer.name])
        others = list(answer.choices) or list(dict.fromkeys([right, *(str(other[answer.name]) for _, other in told)]))
        given = next((o for o in others if o != right), "") if at < place else right
        text = f"{answer.label}: {row[entity.display.name]}?" if answer.choices else str(row[entity.display.name])
        kept = {"id": number, "text": text, "options": others[:4], "answer": right, "why": "", "given": given}
        questions.append(kept)
    score = sum(question["given"] == question["answer"] for question in questions)
    told_of = {"key": f"sample{place + 1}", "name": name, "seconds": 0, "finished_at": f"-{place + 1} 1{place}:20"}
    return {**told_of, "questions": questions, "score": score}


def _secret(answer: FieldView, explains: FieldView | None) -> list[FieldView]:
    """The fields that tell what is right, where records are made to ask for it; the answer is the first of them."""
    told = [f for f in (answer, explains) if f is not None and _SECRET & set(f.source_name.split("_"))]
    return told if answer in told and not answer.choices else []


def _options(entity: EntityView) -> FieldView | None:
    """The field that holds what can be answered, where the questions bring that."""
    texts = [f for f in entity.fields if f.type in (FieldType.TEXT, FieldType.LONG_TEXT) and f is not entity.display]
    return next((f for f in texts if {"options", "choices", "alternatives"} & set(f.source_name.split("_"))), None)


def quizzed(brief: Brief, app: AppView) -> tuple[EntityView, FieldView] | None:
    """What a quiz asks about, and the field that holds the right answer; None where none is asked for or can be."""
    asked = next((f for f in brief.features if f.name == Quiz.name), None)
    return _asked(app, asked.parameters.get("entity"), asked.parameters.get("answer")) if asked else None


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
