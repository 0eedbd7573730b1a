"""What follows from findings, each conclusion with its reasons."""
