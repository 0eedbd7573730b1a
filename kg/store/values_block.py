"""Where a query has a block of values for one variable: `VALUES ?variable { … }`."""

import re

__all__ = ["VALUES_BLOCK"]

_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
#: The block of one variable, or what looks like one and is passed over: comment, IRI, string.
VALUES_BLOCK = re.compile(
    rf"""VALUES\s+\?(?P<name>\w+)\s*\{{(?P<content>(?:<[^<>]*>|{_STRING}|[^{{}}"'<])*)\}}"""
    rf"""|\#[^\n]*|<[^\s<>]*>|{_STRING}"""
)
