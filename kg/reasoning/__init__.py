"""What follows from a patient's findings: grades, lesions over time, contradictions."""
