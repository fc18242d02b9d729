"""Categories and deadlines on the page where a community sets its own rules (office.rules)."""
