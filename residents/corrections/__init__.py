"""登记更正: proposed where it is heard, decided by whoever keeps the register there (decision 43)."""
