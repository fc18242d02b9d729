"""What must leave a trace: who looked at what is hidden, who changed what, who exported, and why.

`trail` writes the record, `verify` finds what was tampered with, `events` names the functions
that must leave one, `append_only` holds tables to it, `personal_data` says what is held and why,
`reasons` reads the reason somebody gives.
"""
