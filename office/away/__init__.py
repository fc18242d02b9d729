"""我不在的日子: pages on which somebody says that they are away, and who leads sees who covers."""
