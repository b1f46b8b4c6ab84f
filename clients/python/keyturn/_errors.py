"""What a client raises: one kind of error, told apart by its code."""

from __future__ import annotations

from typing import Any, Mapping, Optional


class KeyturnApiError(Exception):
    """A request that failed. It holds neither the token nor a value.

    ``code`` is the server's (``CREDENTIAL_REFUSED``, ``NOT_FOUND``, ``RATE_LIMITED``, ...), or the client's own:
    ``UNREACHABLE``, ``ANSWER_INVALID``, ``CONFIGURATION_INVALID``. ``reason`` says why a credential was refused:
    ``rejected``, ``locked``, ``several``, ...
    """

    def __init__(
        self,
        code: str,
        message: str,
        status: Optional[int] = None,
        reason: Optional[str] = None,
        problem: Optional[Mapping[str, Any]] = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.reason = reason
        self.problem: Mapping[str, Any] = problem or {}
