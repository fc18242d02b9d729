"""What becomes of open matters when something below them changes: a year is arranged, grids change."""
