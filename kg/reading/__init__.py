"""Report text to findings: sections, sentences, mentions, levels, assertion, qualities, linking."""
