"""Records of findings that were handed in: whose report each is about, and what it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.adapters.json_fields import JsonFields
from kg.adapters.strict_json import JsonValue
from kg.adapters.token_places import compact
from kg.errors import RefusedFindings
from kg.findings.report import MAXIMUM_TEXT_LENGTH

__all__ = ["FindingsFormat", "HandedInRecord", "records_of"]

#: Keys under which a record may hold a model's answer as it came.
_ANSWER_KEYS = ("response", "answer", "output", "completion")
_MODEL = re.compile(r"[A-Za-z0-9][\w.:/@+-]{0,79}", re.ASCII)


class FindingsFormat(StrEnum):
    """Forms in which findings are handed in."""

    SPINEKG = "spinekg"
    LLM = "llm"
    RADGRAPH = "radgraph"


@dataclass(frozen=True, slots=True)
class HandedInRecord:
    """The findings of one report as they came, and where they stand ("findings.jsonl:3").

    `identifier` is that of the report; `spelled` its text, without white space, where the record
    tells it; `model` the name of the model, where the record gives one. The value is text where
    it is the whole answer of a model.
    """

    place: str
    value: JsonValue
    identifier: str
    spelled: str | None = None
    model: str | None = None


def records_of(
    value: JsonValue, findings_format: FindingsFormat, place: str
) -> Iterator[HandedInRecord | RefusedFindings]:
    """Yield the records of one JSON document, and those that are none, each with its place.

    A record of `spinekg` is a reading with its "id"; one of `llm` has the "id" of its report and
    "findings", or the model's whole answer as "response", and may name the "model". `radgraph` is
    an object by report, {"0": {"text", "entities"}}, or one such report with an "id". A list of
    records is taken as well.
    """
    listed: list[tuple[str, JsonValue, str | None]]
    if isinstance(value, list):
        listed = [(f"{place} record {n}", part, None) for n, part in enumerate(value, 1)]
    elif (
        findings_format is FindingsFormat.RADGRAPH
        and isinstance(value, dict)
        and "entities" not in value
    ):
        listed = [(f"{place} record {n}", value[key], key) for n, key in enumerate(value, 1)]
    else:
        listed = [(place, value, None)]
    for where, part, key in listed:
        try:
            yield _record(JsonFields.of(part, ""), findings_format, where, key)
        except RefusedFindings as error:
            yield RefusedFindings(f"{where} {error.place}", error.reason)


def _record(
    form: JsonFields, findings_format: FindingsFormat, place: str, key: str | None
) -> HandedInRecord:
    identifier = _identifier(form, key)
    if findings_format is FindingsFormat.RADGRAPH:
        spelled = form.needed_text("text", longest=2 * MAXIMUM_TEXT_LENGTH)
        return HandedInRecord(place, dict(form.values), identifier, compact(spelled))
    if findings_format is FindingsFormat.SPINEKG:
        return HandedInRecord(place, dict(form.values), identifier)
    model = form.text("model")
    if model is not None and not _MODEL.fullmatch(model):
        raise RefusedFindings(form.at("model"), "is no name of a model")
    answers = [value for one in _ANSWER_KEYS if (value := form.values.get(one)) is not None]
    value = answers[0] if answers and "findings" not in form.values else dict(form.values)
    return HandedInRecord(place, value, identifier, model=model)


def _identifier(form: JsonFields, key: str | None) -> str:
    value = form.values.get("id", key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise RefusedFindings(form.at("id"), "is missing or no text")
    return value.strip()
