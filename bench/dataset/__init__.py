"""The invented place that is measured, and the databases it fills."""
