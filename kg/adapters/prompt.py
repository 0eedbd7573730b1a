"""What to ask a language model, so that its answer can be handed in."""

from kg.errors import MissingResources
from kg.resources import resource_folder
from kg.vocabulary.vocabulary import Vocabulary

__all__ = ["PROMPT_FILE", "SCHEMA_FILE", "prompt_for"]

#: Beside the ontology: the prompt, and the JSON Schema of the answer.
PROMPT_FILE, SCHEMA_FILE = "llm-prompt.txt", "llm-findings.schema.json"


def prompt_for(text: str, vocabulary: Vocabulary) -> str:
    """Return the prompt that asks for the findings of a report's text.

    It names every finding key of the vocabulary. Raises MissingResources when the package was
    installed without its ontology.
    """
    path = resource_folder("ontology") / PROMPT_FILE
    try:
        template = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingResources(f"the ontology lacks {PROMPT_FILE}; reinstall it") from error
    keys = sorted(term.notation for term in vocabulary.findings.values() if term.notation)
    return template.replace("{finding_keys}", ", ".join(keys)).replace("{report}", text)
