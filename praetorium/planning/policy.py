"""Policy: what runs by itself, what asks a person, what never runs.

Read from ``policy.yaml`` beside this module, and from ``<home>/policy.yaml`` over it. Rules are looked through in
order; for each effect of a step the first rule that fits decides, and the strictest of the effects decides the step.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field as Setting
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from praetorium.errors import UserError
from praetorium.models import Effect, Model, Step, problem_of

SHIPPED = Path(__file__).with_name("policy.yaml")


class Ruling(StrEnum):
    RUN = "run"
    ASK = "ask"
    NEVER = "never"


_STRICTNESS = (Ruling.RUN, Ruling.ASK, Ruling.NEVER)


class Rule(Model):
    """One line of the policy; what is left out fits everything."""

    name: str
    why: str
    then: Ruling
    effects: frozenset[Effect] = frozenset()
    executors: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    unconfined: bool = False
    """Fits only where commands cannot be confined on this machine."""
    over: float | None = None
    """Fits only where the step's estimated cost is above this."""

    def fits(self, step: Step, effect: Effect, *, project: str | None, confined: bool) -> bool:
        return (
            (not self.effects or effect in self.effects)
            and (not self.executors or step.executor in self.executors)
            and (not self.projects or project in self.projects)
            and (not self.unconfined or not confined)
            and (self.over is None or step.estimate.cost > self.over)
        )


class Policy(Model):
    rules: tuple[Rule, ...] = Setting(min_length=1)

    def judge(self, step: Step, *, project: str | None = None, confined: bool = True) -> tuple[Ruling, Rule]:
        """What is to happen with the step, and the rule that says so."""
        strictest: tuple[Ruling, Rule] | None = None
        for effect in sorted(step.effects) or [Effect.READ]:
            rule = next((r for r in self.rules if r.fits(step, effect, project=project, confined=confined)), None)
            rule = rule or _NOTHING_FITS
            if strictest is None or _STRICTNESS.index(rule.then) > _STRICTNESS.index(strictest[0]):
                strictest = (rule.then, rule)
        assert strictest is not None
        return strictest


_NOTHING_FITS = Rule(name="nothing-fits", why="no rule of the policy covers this effect", then=Ruling.ASK)


def load(home: Path) -> Policy:
    """The policy in force: the owner's rules before the shipped ones. Raises UserError when a file is broken."""
    own = home / "policy.yaml"
    shipped = _read(SHIPPED, SHIPPED.stat().st_mtime_ns)
    if not own.is_file():
        return shipped
    return Policy(rules=(*_read(own, own.stat().st_mtime_ns).rules, *shipped.rules))


@cache
def _read(file: Path, changed: int) -> Policy:
    try:
        return Policy.model_validate(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        where, problem = problem_of(error)
        problem = f"{'.'.join(map(str, where))}: {problem}"
    except (YAMLError, UnicodeDecodeError) as error:
        problem = str(error)
    raise UserError(f"the policy {file} is broken: {problem}", next="mend it; nothing runs without a policy")
