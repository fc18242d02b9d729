"""Several doors of a building at once: chosen and nobody home, one page of doors, a sheet of paper."""
