"""The connection of one request: to the addresses that were checked and no other, and until one moment for all of it.

A server that sends its headers or its page a byte at a time would else hold a request as long as it likes, since a time-out that
is for each piece never comes; and a name that is looked up again when it is asked could lead elsewhere than when it was checked.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from whoseword.read._addresses import IPAddress


class Pinned(httpcore.NetworkBackend):
    """Connects to the first of `addresses` that answers, whatever host is asked for; all is over at `deadline` (of `time.monotonic`)."""

    def __init__(self, addresses: Sequence[IPAddress], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  # the host was looked up already
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the deadline counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses
        for address in others:
            half = _left(self._deadline) / 2  # for one that does not answer, so that the next has its turn
            try:
                return self._connected(address, port, half, (local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(last, port, _left(self._deadline), (local_address, socket_options))

    def _connected(
        self, address: IPAddress, port: int, timeout_s: float, how: tuple[str | None, Iterable[Any] | None]
    ) -> httpcore.NetworkStream:
        stream = httpcore.SyncBackend().connect_tcp(str(address), port, timeout_s, *how)
        return _Bounded(stream, self._deadline)


class _Bounded(httpcore.NetworkStream):
    """A stream that is over at its deadline, however much or little comes."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  # the deadline counts
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  # as above
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  # as above
    ) -> httpcore.NetworkStream:
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
