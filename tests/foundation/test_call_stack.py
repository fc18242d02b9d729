"""However deep a loop stands, its calls cost no memory of their own (decision 32)."""

import resource

from foundation.call_stack import with_room

DEPTHS, TURNS = 150, 500  # a piece of the interpreter's ends somewhere among so many calls


def pages_taken(call):
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def nothing():
    pass


def loop():
    for _ in range(TURNS):
        nothing()


def at_depth(depth, call):
    return at_depth(depth - 1, call) if depth else call()


def at_the_worst_depth():
    return max(at_depth(depth, lambda: pages_taken(loop)) for depth in range(DEPTHS))


def test_no_depth_makes_a_loop_take_a_page_at_every_turn():
    assert with_room(at_the_worst_depth)() < TURNS // 10
    # Without room there is such a depth; an interpreter that has none needs no room any more.
    assert at_the_worst_depth() >= TURNS
