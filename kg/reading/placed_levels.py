"""Levels, or level sets, and the tokens of a sentence that name them."""

__all__ = ["PlacedLevels"]


class PlacedLevels:
    """A group of levels, or of level sets, and the tokens that it covers."""

    __slots__ = ("first", "is_range", "is_region", "last", "levels")

    def __init__(
        self,
        levels: tuple[str, ...],
        first: int,
        last: int,
        is_range: bool = False,
        is_region: bool = False,
    ) -> None:
        self.levels = levels
        self.first = first
        self.last = last
        self.is_range = is_range
        self.is_region = is_region
