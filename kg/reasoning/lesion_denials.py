"""Whether a study says that a lesion of an earlier study is not there.

"No epidural extension at T12" denies it there. A denial without a level counts for the whole
region or study, but only of classes that reports deny as a whole (`ontology/courses.ttl`).
"""

from kg.reasoning.lesion_fit import LesionFit
from kg.reasoning.lesion_mentions import Mention, Standing, Study

__all__ = ["find_denial"]

AT_LEVEL = "LinkedByDenialAtLevel"
IN_REGION = "LinkedByDenialInRegion"
IN_STUDY = "LinkedByDenialInStudy"


def find_denial(study: Study, lesion: Mention, fit: LesionFit) -> tuple[str, Mention] | None:
    """Return the absence in a study that denies a lesion, with its rule; the nearest one first."""
    found = [
        (rank, rule, mention)
        for mention in study.mentions
        if mention.standing is Standing.ABSENT and fit.denies(mention, lesion)
        for rank, rule in enumerate((AT_LEVEL, IN_REGION, IN_STUDY))
        if _reaches(mention, rule, lesion=lesion, study=study, fit=fit)
    ]
    if not found:
        return None
    _, rule, mention = min(found, key=lambda one: (one[0], one[2].type))
    return rule, mention


def _reaches(absence: Mention, rule: str, *, lesion: Mention, study: Study, fit: LesionFit) -> bool:
    """Say whether a denial speaks of the place of a lesion, by one of the three rules."""
    if rule == AT_LEVEL:
        return absence.level == lesion.level
    if lesion.level is None or not _is_denied_as_a_whole(absence.type, rule, fit):
        return False
    if rule == IN_STUDY:
        return absence.level is None and study.images(lesion.level, fit.vocabulary) is True
    region = fit.vocabulary.level_sets.get(absence.level or "")
    return region is not None and lesion.level in region.levels


def _is_denied_as_a_whole(finding_class: str, rule: str, fit: LesionFit) -> bool:
    classes = next((one.denied for one in fit.rules.links if one.name == rule), frozenset())
    return any(fit.vocabulary.is_a(finding_class, one) for one in classes)
