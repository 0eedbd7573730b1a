"""A store on a server does what every store does: the tests of the interface, run against it."""

from tests.store.test_interface import *  # noqa: F403 (the same tests, with the stores of this folder)
