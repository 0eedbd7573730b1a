"""Which findings of a patient's studies are the same lesion, each link with its rule.

Studies are gone through in their order. A mention is linked to a lesion of earlier studies only
when nothing else fits as well; what is in doubt is recorded as a link that was withheld, and a
person's decision outweighs every rule. A link is never owl:sameAs: it can be taken back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.findings.qualities import Status
from kg.findings.reference import FindingReference
from kg.findings.report import Reading
from kg.reasoning.lesion_decisions import Decision, LesionDecision
from kg.reasoning.lesion_denials import find_denial
from kg.reasoning.lesion_fit import Fit, LesionFit, WithheldFor
from kg.reasoning.lesion_mentions import Mention, Standing, Study, mentions_of

__all__ = ["FollowedLesion", "LesionLink", "WithheldLink", "follow_lesions", "undated_links"]

#: The rule of a link that a person made.
BY_DECISION = "LinkedByDecision"
#: What starts a lesion, and what may be linked to one that is there already.
_THERE = frozenset({Standing.PRESENT, Standing.POSSIBLE})
_TOLD = _THERE | {Standing.RESOLVED}


@dataclass(frozen=True, slots=True)
class LesionLink:
    """Findings of two studies taken for the same lesion, and the rule that says so."""

    rule: str
    earlier: tuple[FindingReference, ...]
    later: tuple[FindingReference, ...]


@dataclass(frozen=True, slots=True)
class WithheldLink:
    """Findings that were not taken for the same lesion, and what speaks against it.

    `earlier` is empty when the later ones could not be compared with any.
    """

    reason: WithheldFor
    earlier: tuple[FindingReference, ...]
    later: tuple[FindingReference, ...]


@dataclass(slots=True)
class FollowedLesion:
    """One lesion while the studies are gone through: what each study says of it.

    `sightings` says it is there or was, `denials` that it is not, by the number of the study;
    `unclear` holds the studies in which a finding may be this lesion or another.
    """

    sightings: dict[int, Mention] = field(default_factory=dict)
    denials: dict[int, Mention] = field(default_factory=dict)
    unclear: set[int] = field(default_factory=set)
    links: list[LesionLink] = field(default_factory=list)

    @property
    def latest(self) -> Mention:
        """Return the last mention that was linked."""
        return self.sightings[max(self.sightings)]

    @property
    def references(self) -> tuple[FindingReference, ...]:
        """Return all findings that are linked, study by study."""
        return tuple(one for mention in self.sightings.values() for one in mention.references)


@dataclass(slots=True)
class _Linking:
    """The lesions of one patient so far."""

    fit: LesionFit
    decisions: Mapping[frozenset[FindingReference], Decision]
    lesions: list[FollowedLesion] = field(default_factory=list)
    withheld: list[WithheldLink] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)

    def take(self, study: Study) -> None:
        """Link the mentions of the next study, or let them start lesions."""
        told = [one for one in study.mentions if one.standing in _TOLD and self._can_be_placed(one)]
        candidates = list(self.lesions)
        fits, refused = self._compare_all(told, candidates)
        chosen, doubtful = _best_pairs(fits)
        for place, number in chosen.items():
            self._link(study, told[place], candidates[number], fits[place, number].rule)
        for place, number in doubtful:
            self._withhold(WithheldFor.AMBIGUITY, told[place], candidates[number])
            candidates[number].unclear.add(study.number)
        for (place, number), reason in refused.items():
            if place not in chosen and study.number not in candidates[number].sightings:
                self._withhold(reason, told[place], candidates[number])
        in_doubt = {place for place, _ in doubtful}
        for place, mention in enumerate(told):
            if place not in chosen and mention.standing in _THERE:
                self._start(study, mention, is_in_doubt=place in in_doubt)
        self._deny(study, candidates)
        self._leave_unclear(study, candidates)
        self.studies.append(study)

    def _compare_all(
        self, mentions: Sequence[Mention], lesions: Sequence[FollowedLesion]
    ) -> tuple[dict[tuple[int, int], Fit], dict[tuple[int, int], WithheldFor]]:
        """Return which mention fits which lesion, and what speaks against which, by number."""
        fits: dict[tuple[int, int], Fit] = {}
        refused: dict[tuple[int, int], WithheldFor] = {}
        for place, mention in enumerate(mentions):
            for number, lesion in enumerate(lesions):
                match self._compare(mention, lesion):
                    case Fit() as fit:
                        fits[place, number] = fit
                    case WithheldFor() as reason:
                        refused[place, number] = reason
        return fits, refused

    def _can_be_placed(self, mention: Mention) -> bool:
        """Say whether a mention can be linked at all; record one that names only a region."""
        if mention.is_at_one_level or any(self._is_decided(one) for one in mention.references):
            return True
        if mention.standing in _THERE and self.lesions:
            self.withheld.append(WithheldLink(WithheldFor.REGION, (), mention.references))
        return False

    def _is_decided(self, reference: FindingReference) -> bool:
        return any(
            reference in pair and decision is Decision.SAME
            for pair, decision in self.decisions.items()
        )

    def _compare(self, mention: Mention, lesion: FollowedLesion) -> Fit | WithheldFor | None:
        decided = self._decided(mention, lesion)
        if decided is Decision.SAME:
            return Fit((-1, 0, 0), BY_DECISION)
        fit = self.fit.compare(mention, lesion.sightings.values())
        return WithheldFor.DECISION if fit is not None and decided is not None else fit

    def _decided(self, mention: Mention, lesion: FollowedLesion) -> Decision | None:
        """Return what a person decided about any finding of both; "different" outweighs "same"."""
        if not self.decisions:
            return None
        earlier = (*lesion.references, *(r for m in lesion.denials.values() for r in m.references))
        decided = {
            self.decisions.get(frozenset({one, other}))
            for one in mention.references
            for other in earlier
        }
        if Decision.DIFFERENT in decided:
            return Decision.DIFFERENT
        return Decision.SAME if Decision.SAME in decided else None

    def _link(self, study: Study, mention: Mention, lesion: FollowedLesion, rule: str) -> None:
        lesion.links.append(LesionLink(rule, lesion.latest.references, mention.references))
        lesion.sightings[study.number] = mention

    def _withhold(self, reason: WithheldFor, mention: Mention, lesion: FollowedLesion) -> None:
        self.withheld.append(WithheldLink(reason, lesion.latest.references, mention.references))

    def _start(self, study: Study, mention: Mention, *, is_in_doubt: bool) -> None:
        """Begin a lesion, and look back for studies that deny it."""
        lesion = FollowedLesion({study.number: mention})
        if is_in_doubt:
            lesion.unclear.add(study.number)
        for earlier in self.studies:
            denial = find_denial(earlier, mention, self.fit)
            if denial is not None:
                rule, absence = denial
                lesion.links.append(LesionLink(rule, absence.references, mention.references))
                lesion.denials[earlier.number] = absence
        self.lesions.append(lesion)

    def _deny(self, study: Study, candidates: Iterable[FollowedLesion]) -> None:
        for lesion in candidates:
            if study.number in lesion.sightings or study.number in lesion.unclear:
                continue
            denial = find_denial(study, lesion.latest, self.fit)
            if denial is None:
                continue
            rule, absence = denial
            if self._decided(absence, lesion) is Decision.DIFFERENT:
                self._withhold(WithheldFor.DECISION, absence, lesion)
                continue
            lesion.links.append(LesionLink(rule, lesion.latest.references, absence.references))
            lesion.denials[study.number] = absence

    def _leave_unclear(self, study: Study, candidates: Iterable[FollowedLesion]) -> None:
        """Note the lesions of which the study speaks without saying whether they are there."""
        untold = [one for one in study.mentions if one.standing is Standing.UNTOLD]
        for lesion in candidates:
            is_told = study.number in lesion.sightings or study.number in lesion.denials
            if not is_told and any(isinstance(self._compare(one, lesion), Fit) for one in untold):
                lesion.unclear.add(study.number)


def follow_lesions(
    studies: Iterable[Study], fit: LesionFit, decisions: Iterable[LesionDecision] = ()
) -> tuple[tuple[FollowedLesion, ...], tuple[WithheldLink, ...]]:
    """Return the lesions of a patient in the order in which they appear, and withheld links."""
    linking = _Linking(fit, {one.pair: one.decision for one in decisions})
    for study in studies:
        linking.take(study)
    return tuple(linking.lesions), tuple(linking.withheld)


def undated_links(readings: Iterable[Reading], fit: LesionFit) -> tuple[WithheldLink, ...]:
    """Return what studies without a date say is there: it has no place in the order of studies."""
    return tuple(
        WithheldLink(WithheldFor.DATE, (), mention.references)
        for reading in readings
        if reading.report.study_date is None
        for mention in mentions_of(reading, fit.rules, fit.vocabulary)
        if mention.standing in _THERE
        and any(finding.status is not Status.ABSENT for finding in mention.findings)
    )


def _best_pairs(
    fits: Mapping[tuple[int, int], Fit],
) -> tuple[dict[int, int], tuple[tuple[int, int], ...]]:
    """Return which mention goes to which lesion, and the pairs between which nothing decides.

    The best fits come first; of equally good ones that share a mention or a lesion none is taken.
    """
    chosen: dict[int, int] = {}
    doubtful: list[tuple[int, int]] = []
    closed_mentions, closed_lesions = set[int](), set[int]()
    for weakness in sorted({fit.weakness for fit in fits.values()}):
        pairs = [
            (mention, lesion)
            for (mention, lesion), fit in fits.items()
            if fit.weakness == weakness
            and mention not in closed_mentions
            and lesion not in closed_lesions
        ]
        of_mention = Counter(mention for mention, _ in pairs)
        of_lesion = Counter(lesion for _, lesion in pairs)
        for mention, lesion in pairs:
            if of_mention[mention] == 1 and of_lesion[lesion] == 1:
                chosen[mention] = lesion
            else:
                doubtful.append((mention, lesion))
        closed_mentions.update(mention for mention, _ in pairs)
        closed_lesions.update(lesion for _, lesion in pairs)
    return chosen, tuple(doubtful)
