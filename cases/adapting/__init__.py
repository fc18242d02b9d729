"""What becomes of open matters when something below them changes, as when a year is arranged."""
