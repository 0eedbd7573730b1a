"""What an answer says beside its rows: how the question was read, and what would change it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from kg.anatomy.algebra import contiguous_runs
from kg.anatomy.levels import LEVELS, VERTEBRAE
from kg.anatomy.ranges import levels_between
from kg.asking.places import usual_conus
from kg.asking.question import Condition, Question, Wanted
from kg.findings.qualities import Severity
from kg.vocabulary.vocabulary import LevelSet, Vocabulary

__all__ = ["answer_notes", "extent_warnings"]

#: Asks a question and returns the levels of the findings of each patient in its answer.
LevelsOfPatients = Callable[[Question], Mapping[str, frozenset[str]]]


def answer_notes(question: Question, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield how a question was read, the extent of each level set, and what was not understood."""
    yield "read as: " + _read_as(question, vocabulary)
    named = dict.fromkeys(name for c in question.conditions for name in c.places)
    for name in named:
        if level_set := vocabulary.level_sets.get(name):
            yield from _level_set_notes(level_set, vocabulary)
    if question.by_conus:
        yield (
            f"the conus is taken to end at {usual_conus()}, as usual; the query findings_by_conus "
            "goes by what the studies of each patient state"
        )
    if any(condition.excluded for condition in question.conditions):
        place = "report" if question.wanted is Wanted.REPORTS else "patient"
        place = f"in that {place}" + (", at that level" if question.same_level else "")
        yield f"'without' means: none is present {place}; it may be absent or not mentioned"
    if question.not_understood:
        yield "not understood: " + ", ".join(question.not_understood)


def _level_set_notes(level_set: LevelSet, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"{level_set.label}: {_extent(level_set)}" + _source(level_set, vocabulary)
    if others := _other_extents(level_set.name, vocabulary):
        named = list(dict.fromkeys(_extent(other) for other in others))
        extents = ("; " if any("," in one for one in named) else ", ").join(named)
        yield f"other published extents of the {level_set.label}: {extents}"


def _extent(level_set: LevelSet) -> str:
    """Return a level set by the ends of its stretches: "T11 to L1", or "T10, T12 to L2"."""
    standard = [name for name in level_set.levels if name in VERTEBRAE]
    if not standard:
        return ", ".join(level_set.levels) or "no levels"
    return ", ".join(
        run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in contiguous_runs(standard)
    )


def _source(level_set: LevelSet, vocabulary: Vocabulary) -> str:
    """Return who says so, for a junction the source of the extent that it defaults to."""
    same = (
        other.source
        for other in vocabulary.level_sets.values()
        if other.source and other.junction == level_set.name and other.levels == level_set.levels
    )
    source = level_set.source or next(same, None)
    return f" ({source})" if source else ""


def _read_as(question: Question, vocabulary: Vocabulary) -> str:
    parts = [
        ("without " if condition.excluded else "with ") + _condition(condition, vocabulary)
        for condition in question.conditions
    ]
    words = " ".join((question.wanted.value, ", ".join(parts))).strip()
    if question.same_level:
        words += ", at the same level"
    if question.at_least_in_a_row is not None:
        words += f", at {question.at_least_in_a_row} or more vertebrae in a row"
    if question.has_gaps:
        words += ", with free vertebrae between them"
    if question.patient is not None:
        words += ", of one patient"
    if question.since:
        words += f", since {question.since.isoformat()}"
    if question.until:
        words += f", until {question.until.isoformat()}"
    return words


def _condition(condition: Condition, vocabulary: Vocabulary) -> str:
    labels = [
        vocabulary.findings[name].label if name in vocabulary.findings else name
        for name in condition.types
    ]
    words = [condition.status.value, " or ".join(labels) or "any finding"]
    if condition.side:
        words.insert(1, condition.side.value)
    if condition.lowest_rank is not None or condition.highest_rank is not None:
        words.insert(1, _degree(condition))
    if condition.temporality:
        words.insert(1, condition.temporality.value)
    if condition.change:
        words.insert(1, condition.change.value)
    if condition.places:
        words.append("at " + _places(condition.places, vocabulary))
    if condition.structures:
        labels = [vocabulary.structures[name].label for name in condition.structures]
        words.append("of the " + " or ".join(labels))
    return " ".join(words)


def _degree(condition: Condition) -> str:
    names = [severity.value for severity in Severity]
    low = max(condition.lowest_rank or 1, 1)
    high = condition.highest_rank if condition.highest_rank is not None else len(names)
    if low > high or low > len(names):
        return "impossibly severe"
    if low == high:
        return names[low - 1]
    if high == len(names) and condition.highest_rank is None:
        return f"at least {names[low - 1]}"
    return f"at most {names[high - 1]}" if low == 1 else f"{names[low - 1]} to {names[high - 1]}"


def _places(names: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return the places by name; a stretch of bones and discs by its ends."""
    stretch: tuple[str, ...] = ()
    if len(names) > 2 and names[0] in LEVELS and names[-1] in LEVELS:
        stretch = tuple(level.name for level in levels_between(names[0], names[-1]))
    if names == stretch:
        return f"{names[0]} to {names[-1]}"
    sets = vocabulary.level_sets
    return ", ".join(sets[name].label if name in sets else name for name in names)


def extent_warnings(
    question: Question, levels_of: LevelsOfPatients, vocabulary: Vocabulary
) -> Iterator[str]:
    """Yield for each published alternative of a junction how it would change the cohort.

    The question is asked again with that extent in the place of the default one.
    """
    own: Mapping[str, frozenset[str]] | None = None
    for name in dict.fromkeys(name for one in question.conditions for name in one.places):
        for other in _other_extents(name, vocabulary):
            own = levels_of(question) if own is None else own
            others = levels_of(_with_place(question, name, other.name))
            more, fewer = others.keys() - own.keys(), own.keys() - others.keys()
            if more:
                named = {level for patient in more for level in others[patient]}
                named &= {*other.levels} - {*vocabulary.level_sets[name].levels}
                levels = ", ".join(sorted(named, key=_order)) or "others"
                yield f"under {_extent(other)}, {levels} would be counted: {_people(more)} more"
            if fewer:
                yield f"under {_extent(other)}, {_people(fewer)} fewer would be counted"


def _with_place(question: Question, name: str, other: str) -> Question:
    return replace(
        question,
        conditions=tuple(
            replace(one, places=tuple(other if place == name else place for place in one.places))
            for one in question.conditions
        ),
    )


def _other_extents(name: str, vocabulary: Vocabulary) -> list[LevelSet]:
    level_set = vocabulary.level_sets.get(name)
    return [
        other
        for other in vocabulary.level_sets.values()
        if level_set and other.junction == level_set.name and other.levels != level_set.levels
    ]


def _people(patients: Collection[str]) -> str:
    return f"{len(patients)} patient{'' if len(patients) == 1 else 's'}"


def _order(level: str) -> tuple[int, str]:
    return (LEVELS[level].order if level in LEVELS else 0, level)
