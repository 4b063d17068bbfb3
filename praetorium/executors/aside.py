"""An application's data while a new version takes over: set aside once, and put back should that version fail."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from praetorium.executors.copying import copy_data


@dataclass(frozen=True)
class Aside:
    """The data and its copy, of one request. Nobody may write to the data meanwhile."""

    data: Path
    copy: Path

    @property
    def begun(self) -> bool:
        """Whether an attempt that died had set the data aside: what lies in its place may be half changed."""
        return self.copy.exists() or self._returning.exists()

    def set(self) -> None:
        """Copy the data, unless a whole copy from before the change is there."""
        if self._returning.exists():
            self._return()
        if not self.copy.exists():
            # Whole or not there: a copy that was cut off is made anew.
            draft = self.copy.with_name(f"{self.copy.name}.draft")
            copy_data(self.data, draft)
            draft.rename(self.copy)

    def put_back(self) -> None:
        """Make the data what it was; the copy goes. Cut off, it is brought to its end by the next attempt."""
        if self.copy.exists():
            self.copy.rename(self._returning)
        self._return()
        shutil.rmtree(self.copy)

    def settle(self) -> None:
        """The new version has taken over: the copy is kept for a person, until the nightly upkeep removes it."""
        kept = self.copy.with_name(f"{self.copy.name}.replaced")
        shutil.rmtree(kept, ignore_errors=True)
        self.copy.rename(kept)

    def _return(self) -> None:
        copy_data(self._returning, self.data)
        self._returning.rename(self.copy)

    @property
    def _returning(self) -> Path:
        return self.copy.with_name(f"{self.copy.name}.returning")
