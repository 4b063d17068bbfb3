"""One field as templates see it: its name safe in Python, how it is typed, stored and put in."""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.generate import names
from praetorium.generate.kinds import KINDS, Kind
from praetorium.models import FieldType

CODES = ("code", "sku", "number", "reference", "isbn", "serial", "barcode", "plate", "vin", "id")
"""Last words of the names of fields that hold a code."""


@dataclass(frozen=True)
class FieldView:
    """One field, its name safe in Python, its label on one line."""

    name: str
    label: str
    type: FieldType
    required: bool
    unique: bool
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    unit: str
    default: str | int | float | bool | None
    help: str
    samples: tuple[str | int | float | bool, ...]
    source_name: str
    """The name in the brief, by which its sample rows refer to it."""
    owner: str
    """Class name of the entity."""

    @property
    def kind(self) -> Kind:
        return KINDS[self.type]

    @property
    def wide(self) -> bool:
        """Whether its control takes the whole width of a form."""
        return self.kind.upload or self.type is FieldType.LONG_TEXT

    @property
    def holds_code(self) -> bool:
        """Whether it is a number or a mark that stands for something, and is not broken into lines."""
        return self.type is FieldType.TEXT and self.source_name.rsplit("_", 1)[-1] in CODES

    @property
    def stored_optional(self) -> bool:
        """Whether the column may be empty."""
        return not self.required and self.type is not FieldType.BOOLEAN

    @property
    def choice_type(self) -> str:
        """Name of the ``Literal`` type of a choice: ``LeadStage``."""
        return self.owner + names.class_name(self.name)

    @property
    def choices_name(self) -> str:
        """Name of the tuple of choices: ``LEAD_STAGES``."""
        return "".join(f"_{c}" if c.isupper() and i else c for i, c in enumerate(self.choice_type)).upper() + "_CHOICES"

    @property
    def annotation(self) -> str:
        """Source of the validated type, bounds included, without ``| None``."""
        if self.type is FieldType.CHOICE:
            return self.choice_type
        bounds = ", ".join(
            f"{word}={_number(value)}"
            for word, value in (("ge", self.minimum), ("le", self.maximum))
            if value is not None
        )
        return f"Annotated[{self.kind.schema}, Field({bounds})]" if self.kind.numeric and bounds else self.kind.schema

    @property
    def read_annotation(self) -> str:
        return self.choice_type if self.type is FieldType.CHOICE else self.kind.python

    @property
    def default_source(self) -> str:
        """Source of the default after ``=``, or nothing."""
        if self.type is FieldType.DATE and self.default is not None:
            return "Field(default_factory=dt.date.today)"
        if self.type is FieldType.DATETIME and self.default is not None:
            return "Field(default_factory=this_minute)"
        if self.type is FieldType.MONEY and self.default is not None:
            return f'Decimal("{self.default}")'
        if self.default is not None:
            return repr(self.default)
        if self.type is FieldType.BOOLEAN:
            return "False"
        return "" if self.required else "None"

    @property
    def step(self) -> str:
        """The ``step`` of a number input."""
        steps = {FieldType.MONEY: "0.01", FieldType.DECIMAL: "any", FieldType.PERCENT: "any"}
        return steps.get(self.type, "1")

    @property
    def camel(self) -> str:
        return names.camel(self.name)

    @property
    def read_name(self) -> str:
        """Where the APIs show it: files show their address."""
        return f"{self.name}_url" if self.kind.upload else self.name


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
