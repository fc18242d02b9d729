"""From what is told to what leaves the house: routed when due, asked again when sent."""
