"""The second factor: what somebody shows besides the password.

Posts that administer, approve, export, audit or receive what is confidential want one of their
owner's (a key in a phone, or codes on paper); for other posts the registered device is enough.
"""
