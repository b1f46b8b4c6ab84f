"""Keyturn on a server: per-user credentials for chat agents."""

from ._aio import AsyncKeyturn
from ._client import Keyturn
from ._errors import KeyturnApiError
from ._models import (
    Account,
    AuditEntry,
    Service,
    ServiceStatus,
    StoredCredential,
    UserDeletion,
)

__all__ = [
    "Account",
    "AsyncKeyturn",
    "AuditEntry",
    "Keyturn",
    "KeyturnApiError",
    "Service",
    "ServiceStatus",
    "StoredCredential",
    "UserDeletion",
]
