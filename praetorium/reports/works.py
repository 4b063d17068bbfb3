"""The work of comparing as functions that run in a confined process: by the first engine, and again by the second."""

from __future__ import annotations

from pathlib import Path

from praetorium.data.comparing import Comparison, Shared, compare
from praetorium.data.duck import connect
from praetorium.data.joining import Join, join
from praetorium.data.model import Profile
from praetorium.data.profiling import staged_profile
from praetorium.data.quality import Quality, examine_quality
from praetorium.data.reading import checksum
from praetorium.errors import StepError
from praetorium.models import CheckResult, Model
from praetorium.reports.paper import Facts, Paper
from praetorium.reports.readback import check


class Comparing(Model):
    first: Path
    second: Path
    names: tuple[str, str]
    on: tuple[str, ...] = ()


def compared(given: Comparing, scratch: Path) -> Comparison:
    """Read both files once and find what changed."""
    connection = connect(scratch)
    found = [
        staged_profile(path, scratch / side, shown_as=name)
        for path, name, side in zip((given.first, given.second), given.names, "ab", strict=True)
    ]
    (first, one), (second, two) = found
    return compare(connection, first, second, (one, two), given.on)


class Finished(Model):
    """Files that are to be checked."""

    files: tuple[Path, ...]
    paper: Paper
    """What they were made from: it says what stands where."""


class Checked(Model):
    checks: tuple[CheckResult, ...]


class Recomparing(Finished):
    first: Profile
    second: Profile
    paths: tuple[Path, Path]
    shared: tuple[Shared, ...]
    key: tuple[str, ...]


def recompared(given: Recomparing, scratch: Path) -> Checked:
    """What stands in the files against what the second engine counts in the raw ones.

    Raises StepError when a raw file is another one by now.
    """
    from praetorium.data.recomparing import recompare

    same_files((given.first, given.second), given.paths)
    made = recompare(given.first, given.second, given.paths, given.shared, given.key)
    return against(given, {name: str(value) for name, value in made.items()})


def against(given: Finished, values: dict[str, str]) -> Checked:
    """Each file against these facts."""
    return Checked(checks=tuple(check(file, given.paper, Facts(values=values)) for file in given.files))


def same_files(known: tuple[Profile, ...], paths: tuple[Path, ...]) -> None:
    """Raises StepError when one of the files is no longer what was read."""
    for profile, path in zip(known, paths, strict=True):
        if checksum(path) != profile.source.sha256:
            raise StepError(f"'{profile.source.name}' was changed while the report was made", next="ask again")


class Inspecting(Model):
    source: Path
    name: str


def inspected(given: Inspecting, scratch: Path) -> Quality:
    """Read the file once and look at every column."""
    known, table = staged_profile(given.source, scratch / "a", shown_as=given.name)
    return examine_quality(connect(scratch), known, table)


class Reinspecting(Finished):
    state: Quality
    """What was asked for; its values are not believed."""
    source: Path


def reinspected(given: Reinspecting, scratch: Path) -> Checked:
    """What stands in the files against what the second engine counts in the raw one."""
    from praetorium.data.requality import requality

    known = given.state.profile
    same_files((known,), (given.source,))
    mails = frozenset(c.name for c in given.state.columns if c.mail)
    far = frozenset(c.name for c in given.state.columns if c.lower is not None)
    made = requality(known, given.source, given.state.key, mails, far)
    return against(given, {name: str(value) for name, value in made.items()})


class Joining(Model):
    paths: tuple[Path, Path]
    names: tuple[str, str]
    on: tuple[str, ...] = ()
    to: Path


def joined(given: Joining, scratch: Path) -> Join:
    """Read both files once, join them and write the rows."""
    (first, one), (second, two) = (
        staged_profile(path, scratch / side, shown_as=name)
        for path, name, side in zip(given.paths, given.names, "ab", strict=True)
    )
    return join(connect(scratch), (first, second), (one, two), given.on, given.to)


class Rejoining(Model):
    found: Join
    """What was done; its counts are not believed."""
    rows: Path
    lookup: Path
    result: Path


def rejoined(given: Rejoining, scratch: Path) -> Checked:
    """The join once more by the second engine."""
    from praetorium.data.rejoining import disagreements

    same_files((given.found.rows_file, given.found.lookup), (given.rows, given.lookup))
    wrong = disagreements(given.found, given.rows, given.lookup, given.result)
    evidence = "; ".join(wrong) or f"{given.found.rows:,} rows and what is said of lost and doubled ones, all agree"
    return Checked(
        checks=(CheckResult(name="the join agrees with the raw files", passed=not wrong, evidence=evidence),)
    )
