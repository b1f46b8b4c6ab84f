"""The same client, to be awaited: each call runs in a thread of its own, as the standard library has no async HTTP."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Mapping, Optional

from ._client import Audit, Credentials, Keyturn, Users, Value
from ._models import Account, AuditEntry, Service, ServiceStatus, StoredCredential, UserDeletion
from ._request import Token


class AsyncCredentials:
    """The credentials of users. Values go in and never come out."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    async def list(self, user_id: Optional[str] = None, service: Optional[str] = None) -> List[Account]:
        """The accounts of a user, of all services or one."""
        return await asyncio.to_thread(self._credentials.list, user_id, service)

    async def set(
        self, name: str, value: Value, user_id: Optional[str] = None, label: Optional[str] = None
    ) -> StoredCredential:
        """Checks a credential with its service and stores it; one value, or one for each field."""
        return await asyncio.to_thread(self._credentials.set, name, value, user_id, label)

    async def delete(
        self,
        name: str,
        user_id: Optional[str] = None,
        account: Optional[str] = None,
        all: bool = False,
    ) -> List[Account]:
        """Removes an account, or with ``all`` every account of the service; gives what was removed."""
        return await asyncio.to_thread(self._credentials.delete, name, user_id, account, all)

    async def change(
        self,
        name: str,
        user_id: Optional[str] = None,
        account: Optional[str] = None,
        label: Optional[str] = None,
        is_default: Optional[bool] = None,
    ) -> Account:
        """Labels an account (an empty label takes it away), makes it the default of its service, or no longer."""
        return await asyncio.to_thread(self._credentials.change, name, user_id, account, label, is_default)

    async def status(self, user_id: Optional[str] = None) -> List[ServiceStatus]:
        """Every service of the formation, as it stands for a user."""
        return await asyncio.to_thread(self._credentials.status, user_id)

    async def unlock(self, name: str, user_id: str, reason: str) -> bool:
        """Lifts a lock on adding, for a reason that the audit keeps. False: nothing was locked."""
        return await asyncio.to_thread(self._credentials.unlock, name, user_id, reason)


class AsyncUsers:
    """Users as a whole."""

    def __init__(self, users: Users) -> None:
        self._users = users

    async def export(self, user_id: Optional[str] = None) -> Dict[str, Any]:
        """Everything stored about a user, as the server tells it; no secret."""
        return await asyncio.to_thread(self._users.export, user_id)

    async def delete(self, user_id: str) -> UserDeletion:
        """Destroys the key of a user, and with it everything that was sealed under it."""
        return await asyncio.to_thread(self._users.delete, user_id)


class AsyncAudit:
    """What was done with credentials."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def list(
        self,
        user_id: Optional[str] = None,
        service: Optional[str] = None,
        since: Optional[str] = None,
        limit: Optional[int] = None,
    ) -> List[AuditEntry]:
        """A user's entries, newest first; ``since`` is ISO 8601 in UTC, ``limit`` up to 1,000 (default 100)."""
        return await asyncio.to_thread(self._audit.list, user_id, service, since, limit)


class AsyncKeyturn:
    """Keyturn on a server, to be awaited. Takes what ``Keyturn`` takes; failures are ``KeyturnApiError``."""

    def __init__(
        self,
        url: Optional[str] = None,
        token: Optional[Token] = None,
        retries: int = 2,
        timeout: float = 60.0,
    ) -> None:
        self._keyturn = Keyturn(url, token, retries, timeout)
        self.credentials = AsyncCredentials(self._keyturn.credentials)
        self.users = AsyncUsers(self._keyturn.users)
        self.audit = AsyncAudit(self._keyturn.audit)

    async def services(self) -> List[Service]:
        """The services of the formation, and what their credentials are made of."""
        return await asyncio.to_thread(self._keyturn.services)

    async def turn(
        self,
        conversation_id: str,
        text: str,
        user_id: Optional[str] = None,
        message_id: Optional[str] = None,
        transport: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        """Takes one message of a user, before anything else sees it."""
        return await asyncio.to_thread(
            self._keyturn.turn, conversation_id, text, user_id, message_id, transport
        )
