"""Sends one call: again where that is safe and may help, never twice in effect, never to another address."""

from __future__ import annotations

import http.client
import json
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, Callable, Dict, Mapping, Optional, Union

from ._errors import KeyturnApiError

_PASSING = frozenset({429, 502, 503, 504})
_FIRST_WAIT_S = 0.2
_LONGEST_WAIT_S = 30.0
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

Token = Union[str, Callable[[], str]]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Followed, a redirect would take token and value to an address that nobody chose."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Sender:
    """Where the server is, and who calls."""

    def __init__(
        self,
        url: Optional[str],
        token: Optional[Token],
        retries: int,
        timeout: float,
    ) -> None:
        self._url = _read_url(url or os.environ.get("KEYTURN_URL") or "http://127.0.0.1:8787")
        self._token: Token = token or os.environ.get("KEYTURN_TOKEN") or ""
        if self._token == "":
            raise KeyturnApiError(
                "CONFIGURATION_INVALID",
                "No token was given. Pass token=..., or set KEYTURN_TOKEN; `keyturn access create` makes one.",
            )
        self._retries = retries
        self._timeout = timeout
        # On this machine nothing goes through a proxy, which would see the token.
        proxies = [urllib.request.ProxyHandler({})] if self._url.startswith("http:") else []
        self._opener = urllib.request.build_opener(_NoRedirect, *proxies)

    def send(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Optional[str]]] = None,
        body: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        """Sends a call and gives what it was answered. A change carries an Idempotency-Key, so sending it again is safe."""
        key = None if method == "GET" else str(uuid.uuid4())
        sent = 0
        while True:
            sent += 1
            try:
                return self._send_once(method, path, query, body, key)
            except _Failed as failed:
                error, retry_after = failed.error, failed.retry_after
            may_pass = error.status in _PASSING or error.code == "UNREACHABLE"
            wait = max(_FIRST_WAIT_S * 2 ** (sent - 1) * random.uniform(0.5, 1.5), retry_after)
            if not may_pass or sent > self._retries or wait > _LONGEST_WAIT_S:
                raise error
            time.sleep(wait)

    def _send_once(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Optional[str]]],
        body: Optional[Mapping[str, Any]],
        key: Optional[str],
    ) -> Dict[str, Any]:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        url = self._url + path + ("?" + urllib.parse.urlencode(given) if given else "")
        data = None if body is None else json.dumps(_without_none(body)).encode("utf-8")
        token = self._token if isinstance(self._token, str) else self._token()
        headers = {"Accept": "application/json", "Authorization": "Bearer " + token}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                status, text, retry_after = response.status, response.read(), None
        except urllib.error.HTTPError as answer:
            with answer:
                status, text, retry_after = answer.code, answer.read(), answer.headers.get("retry-after")
        except (OSError, http.client.HTTPException, ValueError):
            error = KeyturnApiError(
                "UNREACHABLE", "The server could not be reached. Check KEYTURN_URL, and whether it runs."
            )
            raise _Failed(error, 0.0) from None
        answered = _read_object(text)
        if 200 <= status < 300 and answered is not None:
            return answered
        raise _Failed(_error_of(status, answered), _seconds(retry_after)) from None


class _Failed(Exception):
    def __init__(self, error: KeyturnApiError, retry_after: float) -> None:
        super().__init__(error.code)
        self.error = error
        self.retry_after = retry_after


def path_of(name: str) -> str:
    """A name goes into a path: what would lead to another one is no name."""
    fits = name.replace("_", "a").replace("-", "a")
    if name[:1].isalnum() and fits.isalnum() and name.isascii() and len(name) <= 128:
        return "/v1/credentials/" + name
    raise KeyturnApiError(
        "CONFIGURATION_INVALID", "That is not the name of a credential. Use a name such as GITHUB_TOKEN."
    )


def _read_url(text: str) -> str:
    try:
        url = urllib.parse.urlsplit(text)
        fits = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOCAL)
        bare = not (url.query or url.fragment or "@" in url.netloc)
    except ValueError:
        fits = bare = False
        url = urllib.parse.urlsplit("")
    if fits and bare and url.hostname:
        return text.rstrip("/")
    raise KeyturnApiError(
        "CONFIGURATION_INVALID",
        "The address of the server has to be https: without user name, password or query; http: only on this machine.",
    )


def _without_none(body: Mapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


def _read_object(text: bytes) -> Optional[Dict[str, Any]]:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _error_of(status: int, problem: Optional[Mapping[str, Any]]) -> KeyturnApiError:
    code = (problem or {}).get("code")
    if not isinstance(code, str):
        message = "The answer (status %d) is none of Keyturn's. Check that KEYTURN_URL leads to the server itself."
        return KeyturnApiError("ANSWER_INVALID", message % status, status)
    found = problem or {}
    reason = found.get("reason")
    return KeyturnApiError(
        code, str(found.get("detail", code)), status, reason if isinstance(reason, str) else None, found
    )


def _seconds(text: Optional[str]) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
