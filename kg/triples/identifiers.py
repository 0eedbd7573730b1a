"""IRIs that are always the same for the same thing and say nothing about it.

Each is a keyed hash (HMAC-SHA256) of the source's identifiers: without the key nobody can find
the patient behind an IRI by trying record numbers, and the key never enters the store.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from hashlib import sha256

from rdflib import URIRef

from kg.errors import InvalidValue
from kg.findings.evidence import Evidence
from kg.findings.finding import FindingKey
from kg.findings.measurement import Measurement
from kg.triples.terms import decimal_literal
from kg.vocabulary.namespaces import DATA

__all__ = ["MINIMUM_KEY_LENGTH", "Identifiers"]

#: Bytes; shorter keys could be guessed.
MINIMUM_KEY_LENGTH = 16
#: Base-32 characters of an IRI's local part: 130 bits, so that two things never share one.
LOCAL_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Mints the IRI of every node of a data graph from `key`.

    Raises InvalidValue when the key is shorter than MINIMUM_KEY_LENGTH bytes.
    """

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < MINIMUM_KEY_LENGTH:
            raise InvalidValue(
                f"a key of {len(self.key)} bytes is too short; "
                f"it needs at least {MINIMUM_KEY_LENGTH}"
            )

    def patient(self, identifier: str) -> URIRef:
        """Return the IRI of the patient whom the source calls `identifier`."""
        return self._mint("patient", identifier)

    def patient_of_report(self, report: str) -> URIRef:
        """Return the IRI of the patient of a report whose source names none."""
        return self._mint("patient-of-report", report)

    def report(self, identifier: str) -> URIRef:
        """Return the IRI of a report, which is that of its graph too."""
        return self._mint("report", identifier)

    def run(self, extractor: str, ontology_version: str) -> URIRef:
        """Return the IRI of reading with one extractor and one version of the ontology."""
        return self._mint("run", extractor, ontology_version)

    def finding(self, report: str, key: FindingKey) -> URIRef:
        """Return the IRI of the finding with `key` in the report."""
        return self._mint("finding", report, *key)

    def lesion(self, report: str, key: FindingKey) -> URIRef:
        """Return the IRI of the lesion that the finding with `key` describes as a whole."""
        return self._mint("lesion", report, *key)

    def evidence(self, report: str, key: FindingKey, evidence: Evidence) -> URIRef:
        """Return the IRI of one piece of evidence of the finding with `key`."""
        parts = (
            str(evidence.start),
            str(evidence.end),
            evidence.section.value,
            evidence.rule,
            *_optional(evidence.cue),
            *_optional(evidence.degree),
            *_optional(evidence.side),
            *_optional(evidence.place),
            *_optional(evidence.status_rule),
            *_optional(evidence.level_rule),
            *_optional(evidence.side_rule),
            *_optional(evidence.severity_rule),
        )
        return self._mint("evidence", report, *key, evidence.quote, *parts)

    def measurement(self, report: str, key: FindingKey, measurement: Measurement) -> URIRef:
        """Return the IRI of one measurement of the finding with `key`."""
        parts = (str(decimal_literal(measurement.value)), measurement.unit, measurement.text)
        dimension = _optional(measurement.dimension)
        return self._mint("measurement", report, *key, *parts, *dimension)

    def derived(self, kind: str, *parts: str) -> URIRef:
        """Return the IRI of a derived fact of a kind, such as "grade", told apart by `parts`."""
        return self._mint(f"derived/{kind}", *parts)

    def derived_graph(self, patient: URIRef) -> URIRef:
        """Return the IRI of the graph of all that is derived from the reports of a patient."""
        return self._mint("derived", str(patient))

    def text_digest(self, text: str) -> str:
        """Return the keyed hash of a report's text, to see a change without the text."""
        return self._hash("text", text)

    def key_digest(self) -> str:
        """Return what tells this key from another without giving it away."""
        return self._hash("key")

    def _mint(self, kind: str, *parts: str) -> URIRef:
        return DATA[f"{kind}/{self._hash(kind, *parts)}"]

    def _hash(self, *parts: str) -> str:
        # Each part after its length: ("ab", "c") and ("a", "bc") are different messages.
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        message = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
        digest = hmac.new(self.key, message, sha256).digest()
        return b32encode(digest).decode("ascii").lower()[:LOCAL_LENGTH]


def _optional(value: str | None) -> tuple[str, str]:
    """Return two parts that tell a missing value from an empty one."""
    return ("0", "") if value is None else ("1", value)
