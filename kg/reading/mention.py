"""One finding named in a sentence, by token positions."""

from collections.abc import Sequence

__all__ = ["Mention", "start_of_next"]


class Mention:
    """One finding named in a sentence, by token positions.

    `head` is the token that carries the assertion (the form, or the phrase's last word); `site`
    the lexicon's site when the finding was read from parts; `rule` how it was recognised;
    `identifies` the mention of a mass that the sentence says it is.
    """

    __slots__ = (
        *("extraspinal", "finding", "first", "form_first", "head", "identifies", "implies_absent"),
        *("last", "requires_level", "rule", "site", "site_first", "site_last"),
    )

    def __init__(  # noqa: PLR0913
        self,
        finding: str,
        first: int,
        last: int,
        head: int,
        rule: str,
        site: str | None = None,
        site_first: int | None = None,
        site_last: int | None = None,
        form_first: int | None = None,
        implies_absent: bool = False,
        requires_level: bool = False,
        extraspinal: bool = False,
    ) -> None:
        self.finding = finding
        self.first = first
        self.last = last
        self.head = head
        self.rule = rule
        self.site = site
        self.site_first = site_first
        self.site_last = site_last
        self.form_first = form_first
        self.implies_absent = implies_absent
        self.requires_level = requires_level
        self.extraspinal = extraspinal
        self.identifies: Mention | None = None

    def named(self, finding: str) -> "Mention":
        """Return the mention of another finding by the same words."""
        return Mention(
            finding,
            self.first,
            self.last,
            self.head,
            self.rule,
            self.site,
            self.site_first,
            self.site_last,
            self.form_first,
            self.implies_absent,
            self.requires_level,
            self.extraspinal,
        )


def start_of_next(mention: Mention, mentions: Sequence[Mention], size: int) -> int:
    """Return where the next mention starts, `size` (the tokens of the sentence) after the last."""
    start = size
    for other in mentions:
        if mention.last < other.first < start:
            start = other.first
    return start
