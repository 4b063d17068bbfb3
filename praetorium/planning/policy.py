"""Policy: what runs by itself, what asks a person and whom, what never runs.

Read from ``policy.yaml`` beside this module, and from ``<home>/policy.yaml`` over it. Rules are looked through in
order; for each effect of a step the first rule that fits decides, and the strictest of the effects decides the step.
"""

from __future__ import annotations

from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePath
from typing import Literal

from pydantic import Field as Setting
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from praetorium.errors import UserError
from praetorium.models import Effect, Model, Step, problem_of
from praetorium.planning.durations import Duration

SHIPPED = Path(__file__).with_name("policy.yaml")
OWN = "policy.yaml"


class Ruling(StrEnum):
    RUN = "run"
    ASK = "ask"
    NEVER = "never"


_STRICTNESS = (Ruling.RUN, Ruling.ASK, Ruling.NEVER)


class Terms(Model):
    """What an answer has to be like to count."""

    approvers: tuple[str, ...] = ()
    """Who may answer; nobody named: anybody."""
    names: bool = False
    """Whether an answer without a name (the Prefect UI knows none) is refused."""
    self_approval: bool = True
    """Whether who asked for the request may allow it."""
    agree: int = Setting(default=1, ge=1, le=100)
    """How many different people must allow it; one denial is enough to deny."""
    expires: Duration | None = None
    """How long it waits for an answer; None: for ever."""
    at_expiry: Literal["deny", "allow"] = "deny"
    remind: Duration | None = None
    """How often whoever may answer is reminded."""
    remember: bool = True
    """Whether a person may allow the like for good."""

    @property
    def named(self) -> bool:
        """Whether an answer needs a name: to be on a list, to be told from others, or from who asked."""
        return self.names or bool(self.approvers) or self.agree > 1 or not self.self_approval


class Rule(Terms):
    """One line of the policy; what is left out fits everything."""

    name: str
    why: str
    then: Ruling
    effects: frozenset[Effect] = frozenset()
    executors: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    """Folders or their names; ``*`` stands for anything."""
    environments: frozenset[str] = frozenset()
    unconfined: bool = False
    """Fits only where commands cannot be confined on this machine."""
    over: float | None = None
    """Fits only where the step's estimated cost is above this."""

    def fits(self, step: Step, effect: Effect, *, project: str | None, environment: str | None, confined: bool) -> bool:
        return self.misfit(step, effect, project=project, environment=environment, confined=confined) is None

    def misfit(
        self, step: Step, effect: Effect, *, project: str | None, environment: str | None, confined: bool
    ) -> str | None:
        """Why the rule does not cover this effect of the step, in a few words; None when it does."""
        if self.effects and effect not in self.effects:
            return f"it is for {', '.join(sorted(self.effects))}"
        if self.executors and step.executor not in self.executors:
            return f"it is for {', '.join(sorted(self.executors))}"
        if self.projects and not _in_project(project, self.projects):
            return f"it is for projects {', '.join(sorted(self.projects))}"
        if self.environments and environment not in self.environments:
            return f"it is for {', '.join(sorted(self.environments))}"
        if self.unconfined and confined:
            return "commands are confined here"
        if self.over is not None and step.estimate.cost <= self.over:
            return f"it costs about {step.estimate.cost:g}, not more than {self.over:g}"
        return None

    @property
    def terms(self) -> Terms:
        """What it wants of an answer."""
        return Terms.model_validate({name: getattr(self, name) for name in Terms.model_fields})


class Reason(Model):
    """What one effect of a step leads to: the rule that decides, and why those before it do not."""

    effect: Effect
    rule: Rule
    passed: tuple[tuple[str, str], ...] = ()
    """Rules looked at before, each with why it does not fit."""


class Policy(Model):
    rules: tuple[Rule, ...] = ()
    stricter: tuple[Rule, ...] = ()
    """Rules that are looked at as well, and only ever make it stricter: those of a team, kept in Prefect."""
    asking: Terms = Terms()
    """For what is asked without a rule: questions about the words, money, effects that may have happened, folders."""

    def judge(
        self, step: Step, *, project: str | None = None, environment: str | None = None, confined: bool = True
    ) -> tuple[Ruling, Rule]:
        """What is to happen with the step, and the rule that says so.

        Where several rules ask, it stands for all of them, with all their names and with terms that satisfy each: an
        answer, once or for good, counts for these rules and no other.
        """
        reasons = self.explain(step, project=project, environment=environment, confined=confined)
        rules = list({reason.rule.name: reason.rule for reason in reasons}.values())
        rule = max(rules, key=lambda rule: _STRICTNESS.index(rule.then))
        alike = [other for other in rules if other.then is rule.then]
        together = _together([other.terms for other in alike])
        told = {name: getattr(together, name) for name in Terms.model_fields}
        if rule.then is Ruling.ASK:
            told |= {"name": ", ".join(other.name for other in alike)}
            told |= {"why": "; ".join(dict.fromkeys(other.why for other in alike))}
        return rule.then, rule.model_copy(update=told)

    def explain(
        self, step: Step, *, project: str | None = None, environment: str | None = None, confined: bool = True
    ) -> tuple[Reason, ...]:
        """The same effect by effect, with every rule that was looked at."""
        reasons: list[Reason] = []
        for effect in sorted(step.effects) or [Effect.READ]:
            passed: list[tuple[str, str]] = []
            for rule in (*self.rules, _NOTHING_FITS):
                why = rule.misfit(step, effect, project=project, environment=environment, confined=confined)
                if why is None:
                    reasons.append(Reason(effect=effect, rule=rule, passed=tuple(passed)))
                    break
                passed.append((rule.name, why))
            for rule in self.stricter:
                if rule.fits(step, effect, project=project, environment=environment, confined=confined):
                    reasons.append(Reason(effect=effect, rule=rule))
        return tuple(reasons)


def _together(terms: list[Terms]) -> Terms:
    """Terms that satisfy all of these: an answer to a step with several effects is an answer to each."""
    lists = [set(t.approvers) for t in terms if t.approvers]
    return Terms(
        # Nobody on all lists: only somebody who is on every one could answer, so nobody can.
        approvers=tuple(sorted(set.intersection(*lists))) or ("nobody",) if lists else (),
        names=any(t.names for t in terms),
        self_approval=all(t.self_approval for t in terms),
        agree=max(t.agree for t in terms),
        expires=min((t.expires for t in terms if t.expires), default=None),
        at_expiry="deny" if any(t.at_expiry == "deny" for t in terms) else "allow",
        remind=min((t.remind for t in terms if t.remind), default=None),
        remember=all(t.remember for t in terms),
    )


_NOTHING_FITS = Rule(name="nothing-fits", why="no rule of the policy covers this effect", then=Ruling.ASK)


def _in_project(project: str | None, wanted: frozenset[str]) -> bool:
    names = () if project is None else (project, PurePath(project).name)
    return any(fnmatchcase(name, pattern) for name in names for pattern in wanted)


def load(home: Path) -> Policy:
    """The policy in force: the owner's rules before the shipped ones, and beside them a team's, which only make it
    stricter. Raises UserError when a file is broken."""
    own = home / OWN
    team = from_prefect(home)
    stricter = _read(team, team.stat().st_mtime_ns).rules if team.is_file() else ()
    if not own.is_file():
        return shipped().model_copy(update={"stricter": stricter})
    found = _read(own, own.stat().st_mtime_ns)
    asking = found.asking if "asking" in found.model_fields_set else shipped().asking
    return Policy(rules=(*found.rules, *shipped().rules), stricter=stricter, asking=asking)


def shipped() -> Policy:
    """The rules that hold where nobody says otherwise."""
    return _read(SHIPPED, SHIPPED.stat().st_mtime_ns)


def from_prefect(home: Path) -> Path:
    """Where the rules that a team keeps in Prefect are put."""
    return home / "run" / "policy-block.yaml"


@cache
def _read(file: Path, changed: int) -> Policy:
    return read(file.read_bytes(), str(file))


def read(content: bytes, name: str) -> Policy:
    """A policy from YAML; ``name`` is what it is called in the error. Raises UserError."""
    try:
        return Policy.model_validate(YAML(typ="safe").load(content.decode()))
    except ValidationError as error:
        where, problem = problem_of(error)
        problem = f"{'.'.join(map(str, where))}: {problem}"
    except (YAMLError, UnicodeDecodeError) as error:
        problem = str(error)
    raise UserError(f"the policy {name} is broken: {problem}", next="mend it; nothing runs without a policy")
