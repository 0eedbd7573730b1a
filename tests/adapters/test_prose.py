"""JSON in the answers of language models."""

import pytest

from kg.adapters.prose import json_in_prose
from kg.errors import InvalidValue


@pytest.mark.parametrize(
    "answer",
    [
        '{"findings": []}',
        ' \n{"findings": []}\n',
        '```json\n{"findings": []}\n```',
        'Here are the findings:\n\n```\n{"findings": []}\n```\nI hope this helps.',
        '```json\n{"findings": []}\n',
        'Sure! {"findings": []} Let me know if you need more.',
    ],
)
def test_the_json_is_found(answer: str) -> None:
    assert json_in_prose(answer) == {"findings": []}


def test_a_list_between_fences_is_found() -> None:
    assert json_in_prose('```\n[{"finding": "DiscBulge"}]\n```') == [{"finding": "DiscBulge"}]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I cannot help with that, Mrs Marigold.",
        '{"findings": [',
        '{"findings": []} or rather {"findings": [1]}',
        '```\n{"findings": []}\n```\nOr:\n```\n{"findings": [1]}\n```',
        "{'findings': []}",
        '{"findings": NaN}',
        "[" * 100_000,
        "{" * 50_000 + "}" * 50_000,
    ],
)
def test_what_cannot_be_told_is_refused_without_its_words(answer: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        json_in_prose(answer)
    assert "Marigold" not in str(caught.value)
