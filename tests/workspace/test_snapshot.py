"""Snapshots: what a folder held is recorded exactly, and comes back byte for byte."""

import os
import stat
import subprocess
import time
from pathlib import Path

import pytest

from praetorium.errors import StepError, UserError
from praetorium.workspace import Manifest, changes, restore, take


def contents(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that a folder holds, looked at in another way than the code under test does."""
    found: dict[str, tuple[object, ...]] = {}
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            about = path.lstat()
            what: object = path.readlink() if path.is_symlink() else None
            if stat.S_ISREG(about.st_mode):
                what = path.read_bytes()
            mode = None if path.is_symlink() else oct(about.st_mode)
            found[str(path.relative_to(folder))] = (stat.S_IFMT(about.st_mode), mode, what)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One of everything."""
    folder = tmp_path / "project"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "a.txt").write_text("first\n")
    (folder / "deep" / "binary").write_bytes(bytes(range(256)) * 100)
    (folder / "deep" / "er" / "run.sh").write_text("#!/bin/sh\n")
    (folder / "deep" / "er" / "run.sh").chmod(0o4751)
    (folder / "private").mkdir()
    (folder / "private" / "key").write_text("k")
    (folder / "private" / "key").chmod(0o400)
    (folder / "private").chmod(0o1750)
    (folder / "nothing").write_text("")
    (folder / "to-file").symlink_to("a.txt")
    (folder / "to-folder").symlink_to("deep")
    (folder / "to-nowhere").symlink_to("../gone/away")
    (folder / "näme mit space").write_text("ü")
    Path(os.fsdecode(bytes(folder) + b"/no-utf8-\xff")).write_text("odd")
    for repository in (folder, folder / "deep"):
        subprocess.run(["git", "init", "--quiet", str(repository)], check=True, env={"PATH": os.environ["PATH"]})
    return folder


def wreck(folder: Path) -> None:
    """Change it in every way."""
    (folder / "a.txt").write_text("other\n")
    (folder / "deep" / "binary").unlink()
    (folder / "deep" / "er" / "run.sh").chmod(0o644)
    (folder / "private" / "key").unlink()
    (folder / "empty").rmdir()
    (folder / "nothing").unlink()
    (folder / "nothing").mkdir()
    (folder / "nothing" / "inside").write_text("x")
    (folder / "to-file").unlink()
    (folder / "to-file").write_text("no link any more")
    (folder / "to-nowhere").unlink()
    (folder / "to-nowhere").symlink_to("elsewhere")
    (folder / "new" / "tree").mkdir(parents=True)
    (folder / "new" / "tree" / "file").write_text("new")
    (folder / "new" / "tree").chmod(0o500)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/other\n")


def test_a_folder_comes_back_byte_for_byte(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = contents(project)
    manifest = take(project, blobs)
    wreck(project)
    assert contents(project) != before
    touched = restore(project, manifest, blobs)
    assert contents(project) == before
    assert {"a.txt", "empty", "nothing", "new", "to-file", "to-nowhere"} <= set(touched)
    assert "deep/er" not in touched
    assert restore(project, manifest, blobs) == ()


def test_it_can_be_made_anew_elsewhere(project: Path, blobs, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """As by another worker, from the stored manifest alone."""
    stored = take(project, blobs).dumps()
    restore(tmp_path / "elsewhere", Manifest.loads(stored), blobs)
    assert contents(tmp_path / "elsewhere") == contents(project)
    head = ["git", "-C", str(tmp_path / "elsewhere" / "deep"), "status", "--short"]
    assert subprocess.run(head, capture_output=True, env={"PATH": os.environ["PATH"]}).returncode == 0


def test_unchanged_files_are_not_read_again(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    first = take(project, blobs)
    _later_than(first)
    second = take(project, blobs, take(project, blobs, first))
    blobs.put.clear()
    (project / "a.txt").write_text("FIRST\n")
    third = take(project, blobs, second)
    assert blobs.put == [project / "a.txt"]
    assert [change.path for change in changes(second, third)] == ["a.txt"]


def test_a_change_of_the_same_size_and_time_is_seen(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    first = take(project, blobs)
    _later_than(first)
    first = take(project, blobs)
    about = (project / "a.txt").stat()
    (project / "a.txt").write_text("FIRST\n")
    os.utime(project / "a.txt", ns=(about.st_atime_ns, about.st_mtime_ns))
    assert [change.path for change in changes(first, take(project, blobs, first))] == ["a.txt"]


def test_a_change_in_the_very_moment_of_recording_is_seen(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    for number in range(20):
        (project / "a.txt").write_text(f"{number:6}")
        first = take(project, blobs)
        (project / "a.txt").write_text(f"{number:5}x")
        assert [change.path for change in changes(first, take(project, blobs, first))] == ["a.txt"]


def test_changes_say_what_happened(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    wreck(project)
    found = {change.path: change.change for change in changes(before, take(project, blobs))}
    assert found["a.txt"] == "changed"
    assert found["deep/binary"] == "removed"
    assert found["deep/er/run.sh"] == "mode"
    assert found["new/tree/file"] == "added"
    assert found["to-nowhere"] == "changed"
    assert "deep/er" not in found


def test_restoring_writes_nothing_through_a_link(project: Path, blobs, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A step that puts a link where a folder was cannot make the restore write outside."""
    manifest = take(project, blobs)
    before = contents(project)
    outside = tmp_path / "outside"
    (outside / "er").mkdir(parents=True)
    (outside / "er" / "run.sh").write_text("mine")
    for parent, folders, files in os.walk(project / "deep", topdown=False):
        for name in files:
            Path(parent, name).unlink()
        for name in folders:
            Path(parent, name).rmdir()
    (project / "deep").rmdir()
    (project / "deep").symlink_to(outside)
    restore(project, manifest, blobs)
    assert contents(project) == before
    assert (outside / "er" / "run.sh").read_text() == "mine"


def test_restoring_leaves_hard_linked_files_elsewhere_alone(project: Path, blobs, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    manifest = take(project, blobs)
    (project / "a.txt").unlink()
    (tmp_path / "other").write_text("other")
    os.link(tmp_path / "other", project / "a.txt")
    restore(project, manifest, blobs)
    assert (project / "a.txt").read_text() == "first\n"
    assert (tmp_path / "other").read_text() == "other"


def test_pipes_and_sockets_are_noted_and_never_read(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    os.mkfifo(project / "pipe")
    manifest = take(project, blobs)
    assert manifest.entries["pipe"].kind == "other"
    restore(project, manifest, blobs)
    assert (project / "pipe").is_fifo()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_its_owner_may_not_read_is_recorded_all_the_same(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    (project / "a.txt").chmod(0o000)
    (project / "private").chmod(0o000)
    manifest = take(project, blobs)
    assert "private/key" in manifest.entries
    assert stat.S_IMODE((project / "private").stat().st_mode) == 0
    restore(project, manifest, blobs)
    assert manifest.entries["a.txt"].mode == 0
    (project / "private").chmod(0o700)


def test_there_must_be_a_folder(tmp_path: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match="no folder"):
        take(tmp_path / "missing", blobs)


def test_a_lost_blob_is_told(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    manifest = take(project, blobs)
    (project / "a.txt").unlink()
    blobs.path(manifest.entries["a.txt"].sha256).unlink()
    with pytest.raises(StepError, match="brought back"):
        restore(project, manifest, blobs)


def _later_than(manifest: Manifest) -> None:
    """Wait until the clock is so far on that what was recorded is beyond doubt."""
    while time.time_ns() < manifest.taken_ns + 200_000_000:
        time.sleep(0.01)
