"""The files of the tests are read once, in a new clone, and none of their tests runs by it."""

from functools import partial


def test_every_file_is_compiled_and_a_broken_one_is_told(pytester):
    read = partial(pytester.runpytest_inprocess, "-p", "tests.read_in", "-p", "no:django")
    pytester.makepyfile(test_one="def test_never_run(): assert False", test_two="")

    assert read().ret == 0
    assert len(list(pytester.path.glob("__pycache__/test_*-pytest-*.pyc"))) == 2

    pytester.makepyfile(test_three="import nothing_of_this_name")
    assert read().ret != 0
