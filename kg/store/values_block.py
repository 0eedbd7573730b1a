"""Where a query has a block of values for one variable: `VALUES ?variable { … }`."""

import re

__all__ = ["VALUES_BLOCK"]

#: The block of one variable, or what looks like one and is passed over: comment, IRI, string.
VALUES_BLOCK = re.compile(
    r"""VALUES\s+\?(?P<name>\w+)\s*\{(?P<content>(?:<[^<>]*>|"[^"\n]*"|[^{}"<])*)\}"""
    r"""|\#[^\n]*|<[^\s<>]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
)
