"""What was asked for, in words: what proves it, or what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.models import AskedState, FeatureReport


def proof(feature: FeatureReport) -> str:
    """One line: the tests that were run for it, and what is missing."""
    run = feature.passed + feature.failed
    if feature.state is AskedState.LEFT_OUT:
        return f"left out: {feature.why}"
    if feature.failed:
        told = f"{feature.failed} of {_tests(run)} failed"
    elif run:
        told = f"{_tests(run)} passed"
    else:
        told = "" if feature.state is AskedState.EDGE else "no test was run yet"
    return "; ".join(part for part in (told, feature.why) if part)


def tally(features: Sequence[FeatureReport]) -> str:
    """How much of what was asked is there: "9 of 11 built and proven, 1 up to its edge, 1 left out"."""
    proven = sum(f.proven and f.state is AskedState.BUILT for f in features)
    edge = sum(f.state is AskedState.EDGE for f in features)
    left = sum(f.state is AskedState.LEFT_OUT for f in features)
    parts = [f"{proven} of {len(features)} built and proven"]
    parts += [f"{edge} that need{'s' if edge == 1 else ''} the outside world"] if edge else []
    parts += [f"{left} left out"] if left else []
    return ", ".join(parts)


def _tests(count: int) -> str:
    return f"{count} test{'s' if count != 1 else ''}"
