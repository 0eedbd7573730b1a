"""The sets of finding classes that reading rules speak of, taken from the ontology."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["AT_SEGMENTS", "TUMOR_NAMES", "FindingGroups", "find_groups"]

#: Structures between two vertebrae: a range of vertebrae means the levels between them.
_INTERVERTEBRAL_STRUCTURES: Final = frozenset(
    {
        "AnnulusFibrosus",
        "FacetJoint",
        "IntervertebralDisc",
        "LateralRecess",
        "LigamentumFlavum",
        "NeuralForamen",
        "UncovertebralJoint",
    }
)
_DISC_STRUCTURES: Final = frozenset({"AnnulusFibrosus", "IntervertebralDisc"})
#: Structures whose findings a sentence can state of the level named in the sentence before.
_SEGMENTAL_STRUCTURES: Final = _INTERVERTEBRAL_STRUCTURES | {
    "Endplate",
    "NerveRoot",
    "SpinalCanal",
    "ThecalSac",
}
_DEGENERATIVE: Final = ("DegenerativeFinding",)
#: A tumour takes no level from the sentence before, even where it sits at a nerve root.
_NEOPLASTIC: Final = ("NeoplasticFinding",)
#: General names that give way to a more specific one of the same thing: "fracture", "herniation".
_GENERAL_NAMES: Final = (
    "DiscHerniation",
    "IntraduralTumor",
    "ModicChange",
    "TransitionalVertebra",
    "VertebralFracture",
    "VertebralHeightLoss",
    "VertebralLesion",
)
#: A tumour that is only described, and what it may turn out to be.
TUMOR_NAMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "IntraduralTumor": frozenset({"Ependymoma", "Meningioma", "NerveSheathTumor"}),
        "IntramedullaryTumor": frozenset({"Ependymoma"}),
    }
)
#: A name and those that a later look puts in its place (data/GOLD.md, Settled wordings).
_REVISED: Final = {
    "CompressionFracture": frozenset({"BurstFracture"}),
    **TUMOR_NAMES,
    "PosteriorElementFracture": frozenset({"ChanceFracture"}),
    "VertebralLesion": frozenset({"Chordoma", "Hemangioma", "Myeloma"}),
}
#: Consequences of a fracture, told in the sentence after it.
_CONSEQUENCES: Final = ("Retropulsion",)
#: What a mass does to the cord, told in the sentence after it.
_COMPRESSIONS: Final = ("SpinalCordCompression", "CaudaEquinaCompression")
#: Findings of the canal are read by segment where a range of vertebrae is named.
_BY_SEGMENT: Final = ("SpinalCanalStenosis",)
#: Displacements of one vertebra on the next.
_SLIPS: Final = ("Spondylolisthesis", "Retrolisthesis", "Subluxation")
_DISC_CONTOURS: Final = ("DiscBulge", "DiscHerniation", "AnnularFissure")
#: What a finding of a vertebra is when a segment is all that it is said of: "L5-S1: height loss".
AT_SEGMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"VertebralCollapse": "DiscHeightLoss", "VertebralHeightLoss": "DiscHeightLoss"}
)
#: Masses and lesions that are not said to be anything yet.
_UNIDENTIFIED: Final = (
    "EpiduralMass",
    "IntraduralTumor",
    "IntramedullaryTumor",
    "ParaspinalMass",
    "ScleroticLesion",
    "SpinalFusion",
    "VertebralLesion",
)
_DIFFUSE: Final = ("Osteopenia", "AnkylosingSpondylitis")
#: Findings of the curve of the whole spine, and of bones: a heading of one segment is not theirs.
_CURVATURES: Final = ("Scoliosis", "LossOfLordosis")
#: Names of what was described as a lesion, a cyst or a collection before.
_DIAGNOSES: Final = (
    *("NeoplasticFinding", "VascularMalformation", "SynovialCyst", "PerineuralCyst"),
    *("ArachnoidCyst", "EpiduralAbscess", "EpiduralHematoma", "SubduralHematoma"),
)
_SKELETAL: Final = (
    *("VertebralFracture", "Dislocation", "VertebralLesion", "LyticLesion", "ScleroticLesion"),
    *("OsseousMetastasis", "ParaspinalMass", "ParaspinalAbscess", "Discitis"),
)
_LESIONS: Final = (
    "VertebralLesion",
    "OsseousMetastasis",
    "LyticLesion",
    "ScleroticLesion",
    "Myeloma",
)
_COMPONENTS: Final = (
    "EpiduralExtension",
    "ParaspinalExtension",
    "ForaminalExtension",
    "PathologicFracture",
)


@dataclass(frozen=True)
class FindingGroups:
    """Finding classes by what reading may do with them, closed over subclasses.

    `segmental` take the level of the sentence before, `intervertebral` read a range of vertebrae
    as the levels between, `disc` are of the disc, `disc_contour` can be central, `diffuse` are of
    all bones, `curvature` of the whole spine, `skeletal` of its bones or of what is beside them,
    `consequences` are those of a fracture, `compressions` of a mass, `of_arch` are fractures of the
    vertebral arch, `diagnoses` name what was described before. A finding of `components` belongs
    to one of `lesions` at its level; one that `specific` names gives way to those that it has
    there, one of `unidentified` to what its sentence finds it to be. `ancestors` gives each class
    with those above it.
    """

    segmental: frozenset[str]
    intervertebral: frozenset[str]
    disc: frozenset[str]
    disc_contour: frozenset[str]
    diffuse: frozenset[str]
    curvature: frozenset[str]
    consequences: frozenset[str]
    compressions: frozenset[str]
    diagnoses: frozenset[str]
    skeletal: frozenset[str]
    lesions: frozenset[str]
    components: frozenset[str]
    specific: Mapping[str, frozenset[str]]
    unidentified: frozenset[str]
    ancestors: Mapping[str, frozenset[str]]
    of_arch: frozenset[str]


def find_groups(vocabulary: Vocabulary) -> FindingGroups:
    """Return the groups of a vocabulary."""
    degenerative = _below(vocabulary, _DEGENERATIVE)
    neoplastic = frozenset(_below(vocabulary, _NEOPLASTIC))
    return FindingGroups(
        segmental=frozenset(
            (
                *_sitting_in(vocabulary, _SEGMENTAL_STRUCTURES),
                *degenerative,
                *_below(vocabulary, _CONSEQUENCES),
            )
        )
        - neoplastic,
        intervertebral=frozenset(
            (
                *_sitting_in(vocabulary, _INTERVERTEBRAL_STRUCTURES),
                *_below(vocabulary, _SLIPS),
                *_below(vocabulary, _BY_SEGMENT),
            )
        ),
        disc=frozenset(_sitting_in(vocabulary, _DISC_STRUCTURES)),
        disc_contour=frozenset(_below(vocabulary, _DISC_CONTOURS)),
        diffuse=frozenset(_below(vocabulary, _DIFFUSE)),
        diagnoses=frozenset(_below(vocabulary, _DIAGNOSES)),
        consequences=frozenset(_below(vocabulary, _CONSEQUENCES)),
        compressions=frozenset(_below(vocabulary, _COMPRESSIONS)),
        curvature=frozenset(_below(vocabulary, _CURVATURES)),
        skeletal=frozenset(_below(vocabulary, _SKELETAL)),
        lesions=frozenset(_below(vocabulary, _LESIONS)),
        components=frozenset(_below(vocabulary, _COMPONENTS)),
        specific=MappingProxyType(_specific_names(vocabulary)),
        unidentified=frozenset(_UNIDENTIFIED),
        ancestors=MappingProxyType(
            {
                name: frozenset(up for up in vocabulary.findings if vocabulary.is_a(name, up))
                for name in vocabulary.findings
            }
        ),
        of_arch=frozenset(_below(vocabulary, ("PosteriorElementFracture",))),
    )


def _specific_names(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    names = dict(_REVISED)
    for general in _GENERAL_NAMES:
        below = frozenset(_below(vocabulary, (general,))) - {general}
        names[general] = below | names.get(general, frozenset())
    return names


def _below(vocabulary: Vocabulary, ancestors: tuple[str, ...]) -> Iterator[str]:
    for name in vocabulary.findings:
        if any(vocabulary.is_a(name, ancestor) for ancestor in ancestors):
            yield name


def _sitting_in(vocabulary: Vocabulary, structures: frozenset[str]) -> Iterator[str]:
    for name, term in vocabulary.findings.items():
        if term.usual_structure in structures:
            yield name
