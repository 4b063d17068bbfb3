"""``git``: what was made becomes a repository, or the next commit of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.ports import Limits
from praetorium.models import Effect, Estimate, Model, Undo

# One process for all of it: each start of a confinement costs more than git does.
_SCRIPT = """
set -e
[ -e .git ] || { git init --quiet --initial-branch="$BRANCH"; echo fresh; }
git add --all
if git rev-parse --quiet --verify HEAD >/dev/null && git diff --cached --quiet; then
    echo unchanged
else
    git commit --quiet --no-verify --no-gpg-sign --allow-empty --allow-empty-message --file=- <<END_OF_MESSAGE
$MESSAGE
END_OF_MESSAGE
fi
echo "commit $(git rev-parse HEAD)"
echo "branch $(git symbolic-ref --quiet --short HEAD || echo detached)"
echo "files $(git ls-files | wc -l)"
echo "status $(git status --porcelain | wc -l)"
"""


class GitParameters(Model):
    folder: str = Field(default="app", description="The folder to commit, in the workspace")
    message: str = Field(default="First commit", min_length=1, description="The commit's message")
    author: str = Field(default="Praetorium", min_length=1, description="Name of the author")
    email: str = Field(default="praetorium@localhost", min_length=1, description="Address of the author")
    branch: str = Field(
        default="main", pattern=r"^[A-Za-z0-9][\w./-]*$", description="First branch of a new repository"
    )


class Committed(Result):
    repository: str
    """The folder, in the workspace."""
    commit: str
    branch: str
    """``detached`` when the repository stands on no branch."""
    files: int
    """Files under version control."""


class Git(Executor[GitParameters]):
    name = "git"
    summary = "Commits a folder to its Git repository, which is made if there is none."
    Parameters = GitParameters
    Returns = Committed
    effects = frozenset({Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 120.0
    typical = Estimate(seconds=0.3)
    example: ClassVar[Mapping[str, Any]] = {"folder": "app", "message": "First commit"}

    async def run(self, parameters: GitParameters, context: Context) -> Committed:
        folder = context.inside(parameters.folder)
        done = await context.commands.run(
            ("/bin/sh", "-c", _SCRIPT), folder=folder, environment=_environment(parameters), limits=Limits(seconds=110)
        )
        told = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
        if done.code == 127 or "git: not found" in done.stderr:
            raise UserError("git is not installed on this machine", next="install git")
        if done.code or "commit" not in told:
            raise StepError(f"the commit could not be made ({done.exceeded or f'exit code {done.code}'}):\n{done.tail}")
        if told["status"].strip() != "0":
            raise StepError(f"after the commit, {told['status'].strip()} paths of '{parameters.folder}' are not in it")
        unchanged = "unchanged" in done.stdout.splitlines()
        context.say(
            "Nothing to commit: all of it is in the repository" if unchanged else f"Committed: {parameters.message}",
            detail=f"{told['commit'][:12]} on {told['branch']}",
        )
        return Committed(
            repository=parameters.folder, commit=told["commit"], branch=told["branch"], files=int(told["files"])
        )


def _environment(parameters: GitParameters) -> dict[str, str]:
    """Nobody's settings but these: no hooks, no signing, no prompt, an identity of our own."""
    settings = {"core.hooksPath": "/dev/null", "core.fsmonitor": "false", "safe.directory": "*", "gc.auto": "0"}
    given = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_CONFIG_COUNT": str(len(settings)),
        "MESSAGE": parameters.message,
        "BRANCH": parameters.branch,
    }
    for number, (key, value) in enumerate(settings.items()):
        given |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    for role in ("AUTHOR", "COMMITTER"):
        given |= {f"GIT_{role}_NAME": parameters.author, f"GIT_{role}_EMAIL": parameters.email}
    return given
