"""The moral bank: banks and what they pay for, the book, and good deeds on their way into it."""

from morality_bank.models.banks import Bank, Rule
from morality_bank.models.book import MOST_POINTS, Account, Transfer
from morality_bank.models.deeds import Deed
from morality_bank.models.settlements import Settlement

__all__ = ["MOST_POINTS", "Account", "Bank", "Deed", "Rule", "Settlement", "Transfer"]
