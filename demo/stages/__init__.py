"""The stages in which the demo is drawn, from places to what people were told."""
