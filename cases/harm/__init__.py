"""Somebody is being hurt at home: its own clock, its own receivers, and nobody of the family.

A report of such a category (`Category.harm`) is always confidential. It must be taken on within the
time its deadlines say (two hours, every day; the rows of the category), counted from the morning
when it comes at night. It goes to the receivers its community has chosen, less whom the reporter
keeps it from and anybody of the reporter's household; nobody taking it on, it goes on by itself to
the street and then above it. Anti-Domestic Violence Law, articles 13 and 14.
"""
