"""`python -m kg` is `spinekg`."""

from kg.cli.main import run

if __name__ == "__main__":
    run()
