"""One file for each measurement; `measure(place)` yields its figures."""
