"""Background work: rows that wait for a worker, done once, taken up again when a worker dies.

A new kind needs three things:

    class Opening(Work):                          # its columns; a state says what is to be done
        AT_WORK = ["to_check", "to_take_in"]      # the states in which a worker is waited for
        state = models.CharField(…)
        objects = WorkQuerySet.as_manager()

    OPENINGS = Kind(                              # foundation.work.queue
        Opening,
        steps={"to_check": check, "to_take_in": take_in},   # step(row, signs, at)
        may=is_still_theirs,                      # asked again when its turn comes
        give_up=give_up,                          # says in a sentence why it ends; lets go of files
        says=says,                                # what is being done, for the page
    )

    queue.register(OPENINGS)                      # in its app's ready()

Its page hands a row to `foundation.tasks.now_or_later` and shows `components/at_work.html`;
its progress address answers with `pages.progress`. Whoever leaves the page finds the row in its
list, and the page again where it was.

A step tells how far it is with `signs(done, total)`, which is its sign of life too; it writes its
result in one transaction that also moves the row on (`row.move_on`, or `row.held()` where only the
worker that has it may). It may run twice. A kind that can be undone says so with `Undo`.
"""
