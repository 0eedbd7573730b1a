"""How we prove to a server who we are, without the secret ever being shown."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import InvalidValue

__all__ = ["Credentials", "Scheme"]

_USER, _PASSWORD = "SPINEKG_REMOTE_USER", "SPINEKG_REMOTE_PASSWORD"
_TOKEN, _SCHEME = "SPINEKG_REMOTE_TOKEN", "SPINEKG_REMOTE_AUTH"


class Scheme(StrEnum):
    """How credentials are sent: `digest` never sends the password itself."""

    BASIC = "basic"
    DIGEST = "digest"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or, for BEARER, a token; nothing of it is shown by `repr`."""

    secret: str = field(repr=False)
    user: str = field(default="", repr=False)
    scheme: Scheme = Scheme.DIGEST

    def __post_init__(self) -> None:
        """Raise InvalidValue for what cannot stand in the head of a request."""
        for text in (self.secret, self.user):
            if not text.isprintable() or not text.isascii():
                raise InvalidValue("a user, password or token must be printable ASCII")
        if not self.secret or (not self.user and self.scheme is not Scheme.BEARER):
            raise InvalidValue("credentials are a user with a password, or a token")

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] = os.environ) -> Self | None:
        """Return the credentials that the environment names, None when it names none.

        SPINEKG_REMOTE_TOKEN for bearer, else SPINEKG_REMOTE_USER and SPINEKG_REMOTE_PASSWORD, with
        SPINEKG_REMOTE_AUTH=basic for a server that does not know Digest.
        """
        if token := variables.get(_TOKEN):
            return cls(token, scheme=Scheme.BEARER)
        user, password = variables.get(_USER), variables.get(_PASSWORD)
        if not user and not password:
            return None
        scheme = variables.get(_SCHEME, Scheme.DIGEST).lower()
        if scheme not in {Scheme.BASIC, Scheme.DIGEST}:
            raise InvalidValue(f"{_SCHEME} must be basic or digest")
        return cls(password or "", user or "", Scheme(scheme))

    def authentication(self) -> AuthBase:
        """Return what adds the credentials to a request."""
        match self.scheme:
            case Scheme.BASIC:
                return HTTPBasicAuth(self.user, self.secret)
            case Scheme.DIGEST:
                return HTTPDigestAuth(self.user, self.secret)
            case Scheme.BEARER:
                return _Bearer(self.secret)


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request
