"""When somebody who was never contacted is due first: spread over days, in walking order."""
