"""Diffs: each change as a person reads it."""

from pathlib import Path

import pytest

from praetorium.workspace import FileDiff, as_text, between, diff, take


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.txt").write_text("one\ntwo\nthree\n")
    (folder / "image").write_bytes(b"\x89PNG\0\1")
    (folder / "run").write_text("x")
    (folder / "link").symlink_to("a.txt")
    return folder


def test_each_kind_of_change_is_told(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    (project / "a.txt").write_text("one\n2\nthree\nfour\n")
    (project / "image").write_bytes(b"\x89PNG\0\1\2")
    (project / "run").chmod(0o755)
    (project / "link").unlink()
    (project / "link").symlink_to("image")
    (project / "new").mkdir()
    (project / "new" / "b.txt").write_text("hello\n")
    (project / "empty").mkdir()
    found = {each.path: each for each in between(before, take(project, blobs), blobs)}
    assert found["a.txt"].text == "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four"
    assert (found["a.txt"].added, found["a.txt"].removed) == (2, 1)
    assert found["image"].text == "[binary or large: 6 bytes → 7 bytes]"
    assert found["run"].text == "[mode 644 → 755]"
    assert found["link"].text == "[link: a.txt → image]"
    assert found["new/b.txt"].text == "--- /dev/null\n+++ b/new/b.txt\n@@ -0,0 +1 @@\n+hello"
    assert found["empty"].text == "[folder]"
    assert "new" not in found
    assert "added: empty [folder]" in as_text(tuple(found.values()))


def test_a_removed_file_shows_what_it_was(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    (project / "a.txt").unlink()
    (gone,) = between(before, take(project, blobs), blobs)
    assert gone.change == "removed"
    assert gone.text.splitlines()[:2] == ["--- a/a.txt", "+++ /dev/null"]
    assert gone.removed == 3


def test_long_diffs_are_cut_and_say_so(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    (project / "a.txt").write_text("".join(f"{n}\n" for n in range(10_000)))
    (found,) = between(before, take(project, blobs), blobs)
    assert found.added == 10_000
    assert len(found.text.splitlines()) == diff.LINES + 1
    assert found.text.endswith("more lines]")


def test_huge_texts_are_not_compared_line_by_line(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    (project / "a.txt").write_text("x\n" * 1_000_000)
    (found,) = between(before, take(project, blobs), blobs)
    assert found.text == "[binary or large: 14 bytes → 2000000 bytes]"


def test_many_files_are_listed_beyond_a_number(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    before = take(project, blobs)
    for number in range(diff.FILES + 20):
        (project / f"{number:04}.txt").write_text("x\n")
    found = between(before, take(project, blobs), blobs)
    assert len(found) == diff.FILES + 20
    assert found[-1] == FileDiff(path=found[-1].path, change="added", text="[added; not shown]")


def test_nothing_changed_is_no_diff(project: Path, blobs) -> None:  # type: ignore[no-untyped-def]
    manifest = take(project, blobs)
    assert between(manifest, take(project, blobs), blobs) == ()
    assert as_text(()) == ""
