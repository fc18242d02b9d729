"""How the house looks: sheets, colours, the office's theme and map, the style guide."""
