"""Pages of announcements: for those who write, for residents, and for whoever scans the paper."""
