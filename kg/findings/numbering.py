"""How a study names its vertebrae, where its report says so or names a level that is not usual."""

from enum import StrEnum

__all__ = ["NumberingScheme"]


class NumberingScheme(StrEnum):
    """A numbering scheme of the ontology by its local name (`ontology/numbering.ttl`)."""

    COUNTED_FROM_C2 = "CountedFromC2"
    COUNTED_FROM_LAST_RIB = "CountedFromLastRib"
    COUNTED_FROM_SACRUM = "CountedFromSacrum"
    ELEVEN_THORACIC = "ElevenThoracicVertebrae"
    FOUR_LUMBAR = "FourLumbarVertebrae"
    LUMBARIZED_S1 = "LumbarizedFirstSacralVertebra"
    SACRALIZED_L5 = "SacralizedFifthLumbarVertebra"
    SIX_LUMBAR = "SixLumbarVertebrae"
    THIRTEEN_THORACIC = "ThirteenThoracicVertebrae"
    TRANSITIONAL = "TransitionalLumbosacralVertebra"
    UNCERTAIN = "UncertainNumbering"
