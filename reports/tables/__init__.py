"""Every table that can leave the house, by the word its address carries."""

from reports.tables.base import Ask, Column, Recipient, Table
from reports.tables.people import CARE, DOORS, DUE, PEOPLE
from reports.tables.points import ACCOUNTS, TRANSFERS
from reports.tables.work import CASES, CONTACTS

TABLES = {
    table.slug: table for table in (PEOPLE, CONTACTS, DUE, CARE, CASES, ACCOUNTS, TRANSFERS, DOORS)
}

__all__ = ["TABLES", "Ask", "Column", "Recipient", "Table"]
