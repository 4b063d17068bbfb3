"""``command``: one command in the workspace or a project's folder, confined."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.ports import Completed, Limits
from praetorium.models import Brief, CheckResult, Effect, Estimate, Model, Undo

_SHOWN = 10_000
"""Characters of each output that the result keeps: the last ones."""
# Programs, and options of others, that take away what is there. It errs on the side of asking a person.
_DESTROYS = re.compile(
    r"""(?: ^ | [\s;&|(`/"'] )
        (?: rm | rmdir | unlink | shred | truncate | dd | wipefs | mkfs (?:\.\w+)? ) (?: [\s"'] | $ )
      | \s -delete \b | \s --delete \b
      | \b git \s .* \b (?: clean | reset \s .* --hard | push \s .* (?: --force | -f ) | branch \s .* -D )
      | \b (?: drop | truncate ) \s+ (?: table | database | schema ) \b | \b delete \s+ from \b
      | \b (?: rmtree | removedirs | os\.remove | \.unlink | kill | pkill | killall | shutdown | reboot ) \b""",
    re.VERBOSE | re.IGNORECASE,
)


class CommandParameters(Model):
    command: Annotated[str, StringConstraints(min_length=1)] | Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="The command line for a shell, or a program and its arguments as a list"
    )
    folder: str = Field(default=".", description="Where it runs, in the workspace; it can write there and nowhere else")
    environment: dict[str, str] = Field(default_factory=dict, description="Variables for it; it gets none of ours")
    network: bool = Field(default=False, description="Whether it may reach the network")
    seconds: float = Field(default=300.0, gt=0, le=3600, description="Most it may take, in seconds")
    memory_mb: int = Field(default=2048, ge=16, description="Most memory it may use, in MB")


class Commanded(Result):
    code: int
    """Exit code; negative: ended by that signal."""
    stdout: str
    stderr: str
    seconds: float


class Command(Executor[CommandParameters]):
    name = "command"
    summary = "Runs one command, confined to its folder."
    Parameters = CommandParameters
    Returns = Commanded
    effects = frozenset({Effect.RUN_CODE, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    repeatable = False
    dry_run = True
    timeout = 3630.0
    typical = Estimate(seconds=5.0)
    example: ClassVar[Mapping[str, Any]] = {"command": "wc -l *.csv", "folder": "."}

    def effects_of(self, parameters: CommandParameters) -> frozenset[Effect]:
        """The network where it was granted; destroying where the words of the command say so."""
        more = {Effect.NETWORK} if parameters.network else set()
        return self.effects | more | ({Effect.DESTROY} if _DESTROYS.search(_shown(parameters)) else set())

    def estimate(self, parameters: CommandParameters, brief: Brief) -> Estimate:
        return Estimate(seconds=min(self.typical.seconds, parameters.seconds))

    async def run(self, parameters: CommandParameters, context: Context) -> Commanded:
        folder = context.inside(parameters.folder)
        context.say("Running the command", command=_shown(parameters), detail=f"in {parameters.folder}")
        done = await context.commands.run(
            _argv(parameters),
            folder=folder,
            environment=parameters.environment,
            limits=Limits(seconds=parameters.seconds, memory_mb=parameters.memory_mb),
            network=parameters.network,
        )
        return Commanded(
            code=done.code,
            stdout=done.stdout[-_SHOWN:],
            stderr=done.stderr[-_SHOWN:],
            seconds=round(done.seconds, 3),
            checks=(_check(done),),
            notes=(f"The last it said:\n{done.tail}",) if done.tail else (),
        )

    async def preview(self, parameters: CommandParameters, context: Context) -> str:
        network = "with" if parameters.network else "without"
        return (
            f"would run in {parameters.folder}, {network} network, confined at level '{context.commands.level}', "
            f"for at most {parameters.seconds:g} s:\n  {_shown(parameters)}"
        )


def _argv(parameters: CommandParameters) -> tuple[str, ...]:
    return ("/bin/sh", "-c", parameters.command) if isinstance(parameters.command, str) else parameters.command


def _shown(parameters: CommandParameters) -> str:
    return parameters.command if isinstance(parameters.command, str) else shlex.join(parameters.command)


def _check(done: Completed) -> CheckResult:
    lines = done.tail.splitlines()
    said = f"; it said: {lines[-1][:300]}" if lines else "; it said nothing"
    if done.exceeded:
        evidence = f"it was ended after {done.seconds:.1f} s: {done.exceeded}{said}"
    else:
        how = f"exit code {done.code}" if done.code >= 0 else f"ended by signal {-done.code}"
        evidence = f"{how} after {done.seconds:.1f} s{said}"
    return CheckResult(name="the command succeeds", passed=done.code == 0 and not done.exceeded, evidence=evidence)
