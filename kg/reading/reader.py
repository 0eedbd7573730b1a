"""The rule reader: a report's text to its findings, each with the sentences it rests on."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from kg.findings.finding import Finding
from kg.findings.numbering import NumberingScheme
from kg.findings.report import Reading, Report
from kg.findings.unplaced import UnplacedLevel
from kg.reading.analysis import analyse
from kg.reading.anaphora import complete_antecedent
from kg.reading.context_words import IMAGING, SPINE
from kg.reading.coverage import find_coverage, level_sets_in
from kg.reading.finding_groups import find_groups
from kg.reading.identifying import identify_masses
from kg.reading.layout import Layout, lay_out
from kg.reading.level_context import LevelContext, after_heading, leave_heading, move_on, remember
from kg.reading.level_groups import LevelGroup, NamedPlace
from kg.reading.level_lists import LevelLists, find_level_groups
from kg.reading.linked_findings import link_lesions, stated_findings
from kg.reading.marks import Marks
from kg.reading.merging import merge_findings
from kg.reading.numbering import find_numbering
from kg.reading.scopes import Scope
from kg.reading.sections import SectionSpan, find_sections
from kg.reading.sentences import Sentence, split_sentences
from kg.reading.statements import Occurrence, Statement, state
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.meanings import MeaningKind
from kg.vocabulary.tokens import Tokens, tokenize
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["EXTRACTOR", "ReadSentence", "RuleReader"]

#: Name and version written into the provenance of every finding; raise it when rules change.
EXTRACTOR: Final = "spinekg-rules 0.6.0"

#: Sentences whose analysis is kept, some ten megabytes.
REMEMBERED_SENTENCES: Final = 4_096
_REMEMBERED_HEADINGS: Final = 256
#: Data: sites of a motion segment, whose headings stand within the heading of a level.
_WITHIN_LEVEL: Final = frozenset(
    {
        "DiscSite",
        "FacetJointSite",
        "LateralRecessSite",
        "LigamentumFlavumSite",
        "NeuralForamenSite",
        "SpinalCanalSite",
        "ThecalSacSite",
    }
)


class ReadSentence:
    """One sentence as read: its words with their marks, what each cue acts on, what it states.

    `occurrence` says where it stands in the report, `body` where in the text as it is laid out.
    """

    __slots__ = ("body", "marks", "occurrence", "scopes", "statements")

    def __init__(
        self,
        marks: Marks,
        scopes: tuple[Scope, ...],
        statements: list[Statement],
        occurrence: Occurrence,
        body: Sentence,
    ) -> None:
        self.marks = marks
        self.scopes = scopes
        self.statements = statements
        self.occurrence = occurrence
        self.body = body


class _Page:
    """A report while it is read: its text as written and laid out, its sections, its levels."""

    __slots__ = ("layout", "levels", "sections", "written")

    def __init__(
        self, written: str, layout: Layout, sections: tuple[SectionSpan, ...], levels: LevelLists
    ) -> None:
        self.written = written
        self.layout = layout
        self.sections = sections
        self.levels = levels


class RuleReader:
    """Reads reports with the rules and words of this package.

    Reports repeat their sentences; the analysis of the last ones is kept in memory, and changes
    nothing but the time. The words of those sentences stay in the process as long.
    """

    def __init__(
        self, lexicon: Lexicon, vocabulary: Vocabulary, *, remembered: int = REMEMBERED_SENTENCES
    ) -> None:
        """Read with the words of `lexicon`; keep the analysis of that many sentences at hand."""
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._groups = find_groups(vocabulary)
        self._analyse = lru_cache(maxsize=remembered)(
            partial(analyse, lexicon=lexicon, groups=self._groups)
        )
        self._named_in = lru_cache(maxsize=_REMEMBERED_HEADINGS)(self._under)
        self._sets_in = lru_cache(maxsize=remembered)(partial(level_sets_in, lexicon=lexicon))

    @property
    def extractor(self) -> str:
        """Return the name and version of this reader."""
        return EXTRACTOR

    def read(self, report: Report) -> Reading:
        """Return the findings of a report; for every piece of evidence `text[start:end] == quote`.

        The same text always gives the same findings. A text that never speaks of the spine gives
        none; an impossible level (T14) gives a warning and no finding at it.
        """
        layout = lay_out(report.text)
        sections = find_sections(layout.text)
        lists = find_level_groups(layout.text)
        findings: tuple[Finding, ...] = ()
        numbering: tuple[NumberingScheme, ...] = ()
        if lists.groups or SPINE.search(layout.text):
            page = _Page(report.text, layout, sections, lists)
            said = [read.statements for read in self._sentences(page)]
            stated = [finding for statements in said for finding in stated_findings(statements)]
            merged = merge_findings(identify_masses(stated), self._vocabulary, self._groups)
            link_lesions(merged, self._vocabulary, self._groups)
            findings = tuple([finding.settled() for finding in merged])
            named = (level for group in lists.groups for level in group.levels)
            numbering = find_numbering(layout.text, findings, named)
        return Reading(
            report=report,
            findings=findings,
            extractor=EXTRACTOR,
            coverage=find_coverage(layout.text, report.title, sections, self._sets_in),
            warnings=tuple(
                UnplacedLevel(name, layout.original(start, start + len(name))[0]).warning
                for start, name in lists.impossible
            ),
            numbering=numbering,
        )

    def trace(self, report: Report) -> Iterator[ReadSentence]:
        """Yield every sentence that `read` reads, in order, with what it made of it."""
        layout = lay_out(report.text)
        lists = find_level_groups(layout.text)
        if lists.groups or SPINE.search(layout.text):
            page = _Page(report.text, layout, find_sections(layout.text), lists)
            for read in list(self._sentences(page)):
                read.marks = _in_place(page, read)
                yield read

    def _sentences(self, page: _Page) -> Iterator[ReadSentence]:
        """Yield the sentences in order; what is read later can still complete their statements."""
        before = 0
        level_heading: tuple[str, ...] = ()
        lesion: tuple[str, ...] = ()
        for span in page.sections:
            if span.section.states_findings:
                heading = page.layout.text[before : span.start]
                region, sites = self._named_in(heading)
                context = LevelContext(heading_region=region, heading_sites=sites)
                if "\n" not in heading and not _WITHIN_LEVEL.isdisjoint(sites):
                    # "L4-L5: Bulge. Canal: severe stenosis.": a site within a level.
                    context.heading, context.heading_is_alone = level_heading, True
                context.lesion = lesion
                yield from self._section(page, span, context)
                level_heading, lesion = context.heading, context.lesion
            before = span.end

    def _under(self, heading: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the region and the sites that the heading of a section names."""
        folded = [token.folded for token in tokenize(heading)]
        named = [meaning for m in self._lexicon.phrases.matches(folded) for meaning in m.meanings]
        regions = tuple(m.name for m in named if m.kind is MeaningKind.LEVEL_SET)
        # The title of an examination is no place (data/GOLD.md, Settled wordings).
        region = () if IMAGING.search(heading) else regions[:1]
        return region, tuple(m.name for m in named if m.kind is MeaningKind.SITE)

    def _section(
        self, page: _Page, span: SectionSpan, context: LevelContext
    ) -> Iterator[ReadSentence]:
        antecedents: list[Statement] = []
        text, groups = page.layout.text, page.levels.groups
        starts = [group.start for group in groups]
        for sentence in split_sentences(text, span.start, span.end):
            move_on(context, sentence)
            if page.levels.impossible and _names_impossible(page.levels, sentence):
                # It names a place of its own, if none that exists: those of others are not its.
                context.heading, context.carried, context.last_named = (), (), ()
            first = bisect_left(starts, sentence.start)
            inside = groups[first : bisect_left(starts, sentence.end, first)]
            leave_heading(context, inside)
            body = after_heading(context, text, sentence, inside)
            if body is None:
                continue
            levels = _from_start(body, inside)
            analysis = self._analyse(text[body.start : body.end], levels, context.heading_sites)
            start, end = page.layout.original(body.start, body.end)
            occurrence = Occurrence(span.section, start, end, page.written[start:end])
            statements = state(analysis, occurrence, context, groups=self._groups)
            complete_antecedent(analysis.marks, antecedents)
            antecedents = statements or antecedents
            remember(context, analysis.marks)
            yield ReadSentence(analysis.marks, analysis.scopes, statements, occurrence, body)


def _names_impossible(levels: LevelLists, sentence: Sentence) -> bool:
    return any(sentence.start <= start < sentence.end for start, _ in levels.impossible)


def _from_start(sentence: Sentence, groups: Sequence[LevelGroup]) -> tuple[NamedPlace, ...]:
    """Return the level groups of a sentence with offsets from its start."""
    if not groups:
        return ()
    edge, end = sentence.start, sentence.end
    return tuple([group.place(edge) for group in groups if group.end > edge and group.start < end])


def _in_place(page: _Page, read: ReadSentence) -> Marks:
    """Return the marks of a sentence with offsets in the text of the report as written."""
    marks, edge = read.marks, read.body.start
    spans = [
        page.layout.original(first + edge, last + edge)
        for first, last in zip(marks.starts, marks.ends, strict=True)
    ]
    starts, ends = [first for first, _ in spans], [last for _, last in spans]
    tokens = Tokens(marks.words, marks.folded, starts, ends, marks.respelled)
    return Marks(page.written, tokens, marks.phrases, marks.cues, marks.levels)
