"""Sound files: written with PyAV, read back with miniaudio; of Opus, which that does not know, the pages of the
container are read by what RFC 3533 says, and PyAV decodes."""

from __future__ import annotations

import array
import wave
from pathlib import Path
from typing import Any

from praetorium.errors import StepError
from praetorium.media.extra import FILM, missing

SUFFIXES = {".wav": "", ".mp3": "libmp3lame", ".ogg": "libopus"}
"""By ending, the codec."""
_RATE = 48_000
"""Samples a second that all of them know; Opus counts in these, whatever it holds."""
_CHUNK = 4096


def write(samples: bytes, rate: int, to: Path, *, title: str, language: str) -> None:
    """Write 16-bit samples of one channel. Raises StepError when the codec is not there."""
    if to.suffix == ".wav":
        with wave.open(str(to), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples)
        return
    import av

    try:
        with av.open(str(to), "w") as container:
            container.metadata.update({"title": title, "language": language})
            stream: Any = container.add_stream(SUFFIXES[to.suffix], rate=_RATE)
            stream.bit_rate = 64_000
            resampler = av.AudioResampler(format=stream.format, layout="mono", rate=_RATE)
            stream.layout = "mono"
            for start in range(0, len(samples), _CHUNK * 2):
                piece = samples[start : start + _CHUNK * 2]
                frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
                frame.sample_rate = rate
                frame.pts = start // 2
                frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
                for converted in resampler.resample(frame):
                    container.mux(stream.encode(converted))
            for converted in resampler.resample(None):
                container.mux(stream.encode(converted))
            container.mux(stream.encode(None))
    except (av.FFmpegError, ValueError) as error:
        raise StepError(f"the sound could not be written as {to.suffix[1:].upper()}: {error}") from error


def read(path: Path) -> tuple[array.array[int], int]:
    """All samples of a file as one channel of 16 bits, and how many make a second. Raises ValueError."""
    import miniaudio

    if path.suffix == ".ogg":
        return _opus(path), 22050
    try:
        decoded = miniaudio.decode_file(str(path), nchannels=1, sample_rate=22050)
    except miniaudio.MiniaudioError as error:
        raise ValueError(f"no sound that can be read: {error}") from None
    return decoded.samples, decoded.sample_rate


def _opus(path: Path) -> array.array[int]:
    """Decoded, and as long as the container's own pages say."""
    if absent := missing(FILM):
        raise ValueError(absent)
    import av

    samples = array.array("h")
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=22050)
            for frame in container.decode(audio=0):
                for converted in resampler.resample(frame):
                    samples.frombytes(bytes(converted.planes[0])[: converted.samples * 2])
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"no sound that can be read: {error}") from None
    told = _granules(path.read_bytes()) / _RATE
    if abs(told - len(samples) / 22050) > 0.2:
        raise ValueError(f"its pages tell of {told:.1f} s, and {len(samples) / 22050:.1f} s are in it")
    return samples


def _granules(data: bytes) -> int:
    """How many samples the last page of an Ogg file ends at. Raises ValueError when its pages are broken."""
    place, last, ended = 0, 0, False
    while place < len(data):
        if data[place : place + 4] != b"OggS" or place + 27 > len(data):
            raise ValueError(f"a page is broken at byte {place}")
        last = max(last, int.from_bytes(data[place + 6 : place + 14], "little", signed=True))
        ended = bool(data[place + 5] & 4)
        count = data[place + 26]
        place += 27 + count + sum(data[place + 27 : place + 27 + count])
    if not ended:
        raise ValueError("it is cut off: the last page is missing")
    return last
