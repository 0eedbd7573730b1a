"""How well findings were read: scores against gold findings, and what was taken for what."""
