"""What the server tells, as typed values. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, List, Mapping, Optional, Type, TypeVar

_Model = TypeVar("_Model")


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


def read(model: Type[_Model], given: Mapping[str, Any]) -> _Model:
    """A value of a model; what a newer server tells besides is passed over."""
    known = {field.name for field in fields(model)}  # type: ignore[arg-type]
    members = {_snake(name): value for name, value in given.items()}
    return model(**{name: value for name, value in members.items() if name in known})


def read_accounts(given: Any) -> List[Account]:
    """Every account of a list."""
    return [read(Account, account) for account in given]


@dataclass(frozen=True)
class Account:
    """One account of a user, without its secret."""

    id: str
    service: str
    name: str
    is_default: bool
    status: str
    checked: bool
    created_at: str
    updated_at: str
    login: Optional[str] = None
    label: Optional[str] = None
    scopes: Optional[List[str]] = None
    last_used_at: Optional[str] = None
    last_checked_at: Optional[str] = None
    expires_at: Optional[str] = None


@dataclass(frozen=True)
class StoredCredential:
    """What a ``set`` came to: ``added``, ``replaced`` or ``duplicate``."""

    outcome: str
    account: Account
    look_alike: Optional[Account] = None


@dataclass(frozen=True)
class Service:
    """What a service of the formation is called, and what its credentials are made of."""

    service: str
    name: str
    credential_name: str
    fields: List[str]


@dataclass(frozen=True)
class ServiceStatus:
    """One service as it stands for a user: ``connected``, ``needs-attention`` or ``missing``."""

    service: str
    name: str
    state: str
    accounts: List[Account]
    locked_until: Optional[str] = None


@dataclass(frozen=True)
class AuditEntry:
    """One audited act."""

    sequence: int
    at: str
    act: str
    channel: str
    outcome: str
    service: Optional[str] = None
    account: Optional[str] = None
    conversation: Optional[str] = None
    detail: Optional[str] = None


@dataclass(frozen=True)
class UserDeletion:
    """What deleting a user came to."""

    removed: int
    clean_up: str
    conversations: str


def read_stored(given: Mapping[str, Any]) -> StoredCredential:
    """What a ``set`` came to."""
    alike = given.get("lookAlike")
    return StoredCredential(
        outcome=given["outcome"],
        account=read(Account, given["account"]),
        look_alike=None if alike is None else read(Account, alike),
    )


def read_status(given: Mapping[str, Any]) -> ServiceStatus:
    """One service's status."""
    return read(ServiceStatus, {**given, "accounts": read_accounts(given["accounts"])})


