"""Files from outside are read in processes of their own, with little memory and little time."""
