"""What is worth asking, each with answers to choose from and the one taken when nobody answers."""

from __future__ import annotations

from praetorium.models import Entity, Question
from praetorium.words.colours import Colours


def scope(title: str, entities: tuple[Entity, ...], assumed: frozenset[str]) -> Question | None:
    """Ask what to keep when all of it was assumed."""
    if len(entities) < 2 or any(entity.name not in assumed for entity in entities):
        return None
    everything = _joined([entity.label_plural for entity in entities])
    choices = [
        everything,
        f"Only {_joined([entity.label_plural for entity in entities[: 2 if len(entities) > 2 else 1]]).lower()}",
    ]
    return Question(
        id="scope",
        text=f"The words do not say what '{title}' should keep. Is this right?",
        choices=tuple(choices),
        default=everything,
    )


def colours(found: Colours) -> list[Question]:
    """Ask for a colour whose name is not known."""
    return [
        Question(
            id=f"colour_{number}",
            text=f"'{name}' is not a colour that is known. Which colour is meant?",
            choices=("the usual colours", "white", "light gray", "navy", "teal"),
            default="the usual colours",
        )
        for number, (_, name) in enumerate(found.unknown, 1)
    ]


def which_file(project_files: tuple[str, ...]) -> Question:
    """Ask for the file a report is to be made from."""
    return Question(
        id="file",
        text="Which file should the report be made from?",
        choices=project_files[:12],
        default=project_files[0] if len(project_files) == 1 else None,
        blocking=len(project_files) != 1,
    )


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
