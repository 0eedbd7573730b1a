"""Tokens: words in lower case and folded, marks and numbers, each with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.vocabulary.spelling import Spelling
from kg.vocabulary.tokens import Tokenizer, fold, tokenize

TOKENIZER = Tokenizer()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("T2-weighted, non\u2010contrast", ["t", "2", "weighted", ",", "non", "contrast"]),
        ("L4-L5", ["l", "4", "l", "5"]),
        ("- left", ["-", "left"]),
        ("Schmorl's node", ["schmorl's", "node"]),
        ("3,5 x 2.4 cm.", ["3,5", "x", "2.4", "cm", "."]),
        ("\u00e9tat d\u2019\u00e2ge_x", ["\u00e9tat", "d", "\u2019", "\u00e2ge", "_", "x"]),
        ("", []),
    ],
)
def test_text_is_cut_into_words_numbers_and_marks(text: str, words: list[str]) -> None:
    assert [token.word for token in tokenize(text)] == words


@given(st.text(alphabet="aZ\u00e9\u01301\u0661 .,-\u2010'\u2019s_()\n", max_size=40), st.data())
def test_tokens_stand_where_they_say_and_nothing_else_is_left(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    tokens = TOKENIZER.tokens(text, start, end)
    words, starts, ends = tokens.words, tokens.starts, tokens.ends
    assert len(words) == len(tokens.folded) == len(starts) == len(ends)
    assert not tokens.respelled
    assert [text[a:b].lower() for a, b in zip(starts, ends, strict=True)] == words
    between = zip([start, *ends], [*starts, end], strict=True)
    assert all(set(text[a:b]) <= set(" \n-\u2010") for a, b in between)


def test_a_misspelt_word_is_read_as_the_one_it_stands_for() -> None:
    tokenizer = Tokenizer(Spelling(frozenset({"herniation"}), fold))
    tokens = tokenizer.tokens("disc heniation")
    assert tokens.words == ["disc", "herniation"]
    assert tokens.respelled == {1}
    assert (tokens.starts, tokens.ends) == ([0, 5], [4, 14])
