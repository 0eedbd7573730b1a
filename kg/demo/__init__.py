"""A made-up corpus of spine reports with its own gold findings, for demonstrations and tests."""
