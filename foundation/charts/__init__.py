"""Numbers as pictures: `figures` counts by weeks and months, `drawing` draws them as SVG."""
