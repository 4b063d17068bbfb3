"""Comments on records, with answers. Parameters: ``entity`` or ``entities``, what is commented on."""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features._subjects import subjects
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_SAID = (
    "Thank you for this, it was just what I was looking for.",
    "I have a question about the details: who knows more?",
    "We tried it last week and would do it again.",
    "Looks good to me.",
    "Could somebody add a picture or an example?",
    "I was not sure at first, and now I am glad.",
    "This helped us a lot.",
    "One small thing: the last part could be clearer.",
)


class Comments:
    """For every brief that asks for comments, reviews in words or discussions beneath records."""

    name = "comments"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = subjects(brief, app, self.name)
        if not entities:
            return None
        return Use(
            entities=entities,
            context={"commented": entities, "kinds": [e.path for e in entities]},
            label=f"Comments on {' and '.join(e.nouns for e in entities)}, with answers",
            proofs=[
                {
                    "entity": e.name,
                    "form": {"path": f"/{e.path}/{{id}}/comments", "fields": {"text": "what to say"}},
                    "rest": f"/api/{e.path}/{{id}}/comments",
                }
                for e in entities
            ],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """A few remarks on the first records of each kind."""
        return {**data, "posted_comments": [row for e in use.entities for row in _remarks(e, data)]}


def _remarks(entity: EntityView, data: Data) -> list[dict[str, Any]]:
    people = len(data["user_accounts"])
    made: list[dict[str, Any]] = []
    for number in range(1, min(6, len(data[entity.modules])) + 1):
        for turn in range(1 + chance(f"{entity.name} {number} remarks", 3)):
            about = f"{entity.name} {number} {turn}"
            made.append(
                {
                    "kind": entity.path,
                    "record_id": number,
                    "author": 1 + chance(f"{about} author", people),
                    "text": _SAID[(number + chance(about, 3) * 3 + turn) % len(_SAID)],
                }
            )
    return made


FEATURE: AppFeature = Comments()
