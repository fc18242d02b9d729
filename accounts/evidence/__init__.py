"""What signing in leaves behind: who came, who tried, from which network and device."""
