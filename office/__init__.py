"""The street office's desk: what every register is built from, and the registers of places and staff."""
