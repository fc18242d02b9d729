"""One box for what somebody works with. `finders` looks; other apps add theirs with `finders.also_looks`."""
