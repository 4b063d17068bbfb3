"""From a brief to an application: pure functions that turn what was understood into files.

:func:`app_files` gives the files of a whole application; :func:`app_expectations` says what a proof may ask of it
when it runs. Neither touches the network, the clock or chance: the same brief gives the same bytes.
"""

from praetorium.generate.app import app_files
from praetorium.generate.checks import app_expectations

__all__ = ["app_expectations", "app_files"]
