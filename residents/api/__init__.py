"""What programs may ask about residents."""
