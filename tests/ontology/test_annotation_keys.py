"""The finding keys of the annotation guide are classes, and carry their key."""

import re
from pathlib import Path

import pytest

from kg.vocabulary.vocabulary import load_vocabulary

GUIDE = Path(__file__).parents[2].parent / "shared" / "data" / "GOLD.md"
REFERENCE = GUIDE.parents[1] / "reference" / "finding-xrefs.csv"

WRITTEN_KEYS = """
    AbnormalEnhancement AnkylosingSpondylitis AnnularFissure ArachnoidCyst Arachnoiditis
    BlockVertebra BurstFracture CaudaEquinaCompression ChanceFracture Chordoma
    CompressionFracture CordAtrophy CordExpansion CordInjury CordSignalAbnormality DISH
    DegenerativeChange Demyelination DiscBulge DiscDegeneration DiscDesiccation
    DiscExtrusion DiscHeightLoss DiscHerniation DiscProtrusion DiscSequestration Discectomy
    Discitis Dislocation EndplateChange Ependymoma EpiduralAbscess EpiduralExtension
    EpiduralFibrosis EpiduralHematoma EpiduralLipomatosis EpiduralMass FacetArthropathy
    ForaminalStenosis Hemangioma IntraduralTumor IntramedullaryTumor IntrathecalMetastasis
    Kyphosis Laminectomy LateralRecessStenosis LeptomeningealDisease LigamentInjury
    LigamentumFlavumHypertrophy LossOfLordosis LowLyingConus LyticLesion MarrowEdema
    MarrowSignalAbnormality Meningioma ModicChange Myelitis Myeloma Myelomalacia
    NerveRootCompression NerveSheathTumor OPLL OsseousMetastasis Osteopenia Osteophyte
    ParaspinalAbscess ParaspinalMass PathologicFracture PerineuralCyst
    PosteriorElementFracture PostoperativeCollection Retrolisthesis Retropulsion
    Sacroiliitis SchmorlNode ScleroticLesion Scoliosis SoftTissueEdema SpinaBifida
    SpinalCanalStenosis SpinalCordCompression SpinalFusion SpinalHardware Spondylolisthesis
    Spondylolysis SubduralHematoma Subluxation SynovialCyst Syrinx TetheredCord
    ThecalSacCompression TransitionalVertebra UncovertebralHypertrophy VacuumPhenomenon
    VascularMalformation VertebralCollapse VertebralFracture VertebralHeightLoss
    VertebralLesion VertebralOsteomyelitis Vertebroplasty
"""
KEYS = frozenset(WRITTEN_KEYS.split())


def test_exactly_the_keys_are_notations() -> None:
    notations = {term.notation for term in load_vocabulary().findings.values()} - {None}
    assert notations == KEYS


def test_regions_carry_the_keys_of_annotators() -> None:
    notations = {level_set.notation for level_set in load_vocabulary().level_sets.values()}
    assert notations - {None} == {
        "cervical",
        "cervicothoracic",
        "lumbar",
        "lumbosacral",
        "sacral",
        "thoracic",
        "thoracolumbar",
    }


@pytest.mark.skipif(not GUIDE.is_file(), reason="the annotation guide is not beside the checkout")
def test_the_list_is_that_of_the_guide() -> None:
    section = GUIDE.read_text(encoding="utf-8").split("## Finding keys")[1].split("\n`")[0]
    lines = re.findall(r"^[A-Z][A-Za-z ]+: (.*)$", section, flags=re.MULTILINE)
    assert {key for line in lines for key in line.split()} == KEYS


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference is not beside the checkout")
def test_every_class_of_the_reference_table_exists() -> None:
    rows = REFERENCE.read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split(",")[1] for row in rows} <= load_vocabulary().findings.keys()
