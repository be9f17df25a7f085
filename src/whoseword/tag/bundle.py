"""The bundle: one folder with the network (ONNX, int8), its tokenizer, its heads and a manifest that vouches for them.

It is loaded only after the SHA-256 of every file holds. `training/export.py` writes it; nothing is fetched.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoseword.errors import ModelError

FORMAT = 2
DEFAULT_BUNDLE = Path(__file__).with_name("bundle")
NETWORK, TOKENIZER, HEADS, MANIFEST = "network.onnx", "tokenizer.json", "heads.json", "manifest.json"
EVENTS = "events.onnx"  # a second network, of events; a bundle may lack it
ACTS = "acts.onnx"  # a third one, of acts; likewise


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose checksums hold: where it lies, what its manifest says, and the small heads kept outside the network."""

    folder: Path
    manifest: Mapping[str, Any]
    heads: Mapping[str, Any]

    @property
    def version(self) -> str:
        """Name, version and the first digits of the network's checksum, such as `minilm-attribution 1 53aa5117`."""
        return f"{self.manifest['name']} {self.manifest['version']} {self.manifest['files'][NETWORK][:8]}"

    @property
    def size_bytes(self) -> int:
        """What its files take on disk."""
        return sum((self.folder / name).stat().st_size for name in (*self.manifest["files"], MANIFEST))

    @property
    def reads_events(self) -> bool:
        """Whether it has a network of events."""
        return EVENTS in self.manifest["files"]

    @property
    def reads_acts(self) -> bool:
        """Whether it has a network of acts."""
        return ACTS in self.manifest["files"]

    def vouched(self, name: str) -> Path:
        """The path of a file that only some uses need, once its checksum holds; ModelError where the bundle has none or it is altered."""
        if name not in self.manifest["files"]:
            raise ModelError(f"{self.folder} has no {name}: use the bundle that came with whoseword")
        _hold(self.folder, name, self.manifest["files"][name])
        return self.folder / name


def open_bundle(folder: Path) -> Bundle:
    """Check a bundle and open it; raises ModelError where a file is absent, altered or of another format."""
    manifest = _json(folder, folder / MANIFEST)
    if manifest.get("format") != FORMAT:
        raise ModelError(
            f"{folder} is a bundle of format {manifest.get('format')!r}; this version reads format {FORMAT}: "
            "use the bundle that came with it"
        )
    for name in (NETWORK, TOKENIZER, HEADS):
        _hold(folder, name, manifest.get("files", {}).get(name))
    return Bundle(folder, manifest, _json(folder, folder / HEADS))


def _hold(folder: Path, name: str, wanted: str | None) -> None:
    """Stop where a file is not the one that the manifest vouches for."""
    found = _checksum(folder, folder / name)
    if wanted != found:
        raise ModelError(
            f"{folder / name} has SHA-256 {found[:12]}… but its manifest says {str(wanted)[:12]}…: "
            "the file was damaged or replaced; install whoseword again"
        )


def _read(folder: Path, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{folder} is no whole bundle: {path.name} cannot be read ({error.strerror}): install whoseword again"
        ) from error


def _checksum(folder: Path, path: Path) -> str:
    return hashlib.sha256(_read(folder, path)).hexdigest()


def _json(folder: Path, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(_read(folder, path))
    except ValueError as error:
        raise ModelError(f"{path} is no JSON ({error}): install whoseword again") from error
    if not isinstance(value, dict):
        raise ModelError(f"{path} holds {type(value).__name__}, not an object: install whoseword again")
    return value
