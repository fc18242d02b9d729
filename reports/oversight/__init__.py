"""The audit post reads what staff did: sign-ins, looks at numbers, exports, posts and accounts.

It reads and takes along, on record; nothing can be changed from here.
"""
