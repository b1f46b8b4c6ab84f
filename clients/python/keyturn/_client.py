"""The client: one object with the groups of calls that the REST API has."""

from __future__ import annotations

import uuid
from typing import Any, Dict, List, Mapping, Optional, Union

from ._models import (
    Account,
    AuditEntry,
    Service,
    ServiceStatus,
    StoredCredential,
    UserDeletion,
    read,
    read_accounts,
    read_status,
    read_stored,
)
from ._request import Sender, Token, path_of

Value = Union[str, Mapping[str, str]]


class Credentials:
    """The credentials of users. Values go in and never come out."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(self, user_id: Optional[str] = None, service: Optional[str] = None) -> List[Account]:
        """The accounts of a user, of all services or one."""
        query = {"userId": user_id, "service": service}
        return read_accounts(self._sender.send("GET", "/v1/credentials", query)["accounts"])

    def set(
        self, name: str, value: Value, user_id: Optional[str] = None, label: Optional[str] = None
    ) -> StoredCredential:
        """Checks a credential with its service and stores it; one value, or one for each field."""
        given = value if isinstance(value, str) else dict(value)
        body = {"userId": user_id, "value": given, "label": label}
        return read_stored(self._sender.send("PUT", path_of(name), body=body))

    def delete(
        self,
        name: str,
        user_id: Optional[str] = None,
        account: Optional[str] = None,
        all: bool = False,
    ) -> List[Account]:
        """Removes an account, or with ``all`` every account of the service; gives what was removed."""
        query = {"userId": user_id, "account": account, "all": "true" if all else None}
        return read_accounts(self._sender.send("DELETE", path_of(name), query)["accounts"])

    def change(
        self,
        name: str,
        user_id: Optional[str] = None,
        account: Optional[str] = None,
        label: Optional[str] = None,
        is_default: Optional[bool] = None,
    ) -> Account:
        """Labels an account (an empty label takes it away), makes it the default of its service, or no longer."""
        body = {"userId": user_id, "account": account, "label": label, "isDefault": is_default}
        return read(Account, self._sender.send("PATCH", path_of(name), body=body)["account"])

    def status(self, user_id: Optional[str] = None) -> List[ServiceStatus]:
        """Every service of the formation, as it stands for a user."""
        services = self._sender.send("GET", "/v1/status", {"userId": user_id})["services"]
        return [read_status(service) for service in services]

    def unlock(self, name: str, user_id: str, reason: str) -> bool:
        """Lifts a lock on adding, for a reason that the audit keeps. False: nothing was locked."""
        body = {"userId": user_id, "reason": reason}
        return bool(self._sender.send("POST", path_of(name) + "/unlock", body=body)["unlocked"])


class Users:
    """Users as a whole."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def export(self, user_id: Optional[str] = None) -> Dict[str, Any]:
        """Everything stored about a user, as the server tells it; no secret."""
        return self._sender.send("GET", "/v1/users/export", {"userId": user_id})

    def delete(self, user_id: str) -> UserDeletion:
        """Destroys the key of a user, and with it everything that was sealed under it."""
        return read(UserDeletion, self._sender.send("DELETE", "/v1/users", {"userId": user_id}))


class Audit:
    """What was done with credentials."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def list(
        self,
        user_id: Optional[str] = None,
        service: Optional[str] = None,
        since: Optional[str] = None,
        limit: Optional[int] = None,
    ) -> List[AuditEntry]:
        """A user's entries, newest first; ``since`` is ISO 8601 in UTC, ``limit`` up to 1,000 (default 100)."""
        query = {
            "userId": user_id,
            "service": service,
            "since": since,
            "limit": None if limit is None else str(limit),
        }
        return [read(AuditEntry, entry) for entry in self._sender.send("GET", "/v1/audit", query)["entries"]]


class Keyturn:
    """Keyturn on a server. Failures are ``KeyturnApiError``.

    ``url``: https, or http on this machine; default KEYTURN_URL, else http://127.0.0.1:8787. ``token``: a service key or a
    user's token, or what gives one for each call; default KEYTURN_TOKEN. ``retries``: how often a call that failed is sent
    again where that is safe and may help. ``timeout``: seconds of one attempt.
    """

    def __init__(
        self,
        url: Optional[str] = None,
        token: Optional[Token] = None,
        retries: int = 2,
        timeout: float = 60.0,
    ) -> None:
        self._sender = Sender(url, token, retries, timeout)
        self.credentials = Credentials(self._sender)
        self.users = Users(self._sender)
        self.audit = Audit(self._sender)

    def services(self) -> List[Service]:
        """The services of the formation, and what their credentials are made of."""
        return [read(Service, service) for service in self._sender.send("GET", "/v1/services")["services"]]

    def turn(
        self,
        conversation_id: str,
        text: str,
        user_id: Optional[str] = None,
        message_id: Optional[str] = None,
        transport: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        """Takes one message of a user, before anything else sees it; the outcome's ``kind`` is pass, reply or resume.

        ``transport`` says how the message came to your program: ``{"channel": "web", "attested": True, "audience": "self"}``.
        Without it, the user's connection counts as insecure.
        """
        body = {
            "userId": user_id,
            "conversationId": conversation_id,
            "messageId": message_id or str(uuid.uuid4()),
            "text": text,
            "transport": None if transport is None else dict(transport),
        }
        return self._sender.send("POST", "/v1/turns", body=body)
