"""What programs may ask about cases and do to them, by the rules of the pages."""
