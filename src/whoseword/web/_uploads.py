"""Forms with files and long texts: as `_forms`, but in parts (multipart/form-data) and larger.

The name of a file is only ever shown and kept; nothing is written under it.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from whoseword.arriving import LARGEST_FILE
from whoseword.web._forms import RefusedError, check_sender, check_token

_MEDIA_TYPE: Final = "multipart/form-data"
_LARGEST: Final = 100_000_000  # bytes of all parts together; parts over 1 MB wait on the disk
_LARGEST_FIELD: Final = 5_000_000  # bytes: the longest text that may be pasted, in any script
_MOST_FILES: Final = 100
_MOST_FIELDS: Final = 20


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a form with files sent: its fields, stripped, and its files by whatever name they have."""

    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...]


async def parcel_of(request: Request) -> Parcel:
    """What was sent; RefusedError where it is no form of ours. A file is read one byte beyond what it may have, so that it is told."""
    check_sender(request, _MEDIA_TYPE)
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        raise RefusedError(411, "What is sent must say how long it is.")
    if len(length) > len(str(_LARGEST)) or int(length) > _LARGEST:
        raise RefusedError(413, f"All that is sent at once may have {_LARGEST:,} bytes: send it in parts.")
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD) as form:
        fields = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}
        check_token(request, fields.pop("token", ""))
        sent = [one for _, one in form.multi_items() if isinstance(one, UploadFile) and one.filename]
        files = [(one.filename or "", await one.read(LARGEST_FILE + 1)) for one in sent]
    return Parcel(fields, tuple(files))


TheParcel = Annotated[Parcel, Depends(parcel_of)]
