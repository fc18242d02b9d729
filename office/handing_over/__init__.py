"""交接: the office asks, a successor says yes, and then posts and open matters move."""
