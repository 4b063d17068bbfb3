"""The environment that commands and launched applications get: a plain base, what was granted, nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping

from praetorium.errors import UserError

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_FORBIDDEN = ("LD_", "GCONV_PATH", "GLIBC_TUNABLES", "LOCPATH", "NLSPATH", "MALLOC_", "RESOLV_", "HOSTALIASES")


def clean_environment(given: Mapping[str, str]) -> dict[str, str]:
    """What a confined command gets: a plain base and what was granted, nothing of ours.

    Raises UserError for variables that would change the programs that confine.
    """
    for name in given:
        if name.startswith(_FORBIDDEN) or not name or "=" in name or "\0" in name + given[name]:
            raise UserError(
                f"the variable '{name}' cannot be given to a confined command",
                next="set it inside the command: sh -c 'NAME=value …'",
            )
    return {"PATH": PATH, "LANG": "C.UTF-8", "HOME": "/tmp", **given}
