"""The ledger in plain Python: what it promises, and nothing about how it is kept."""

from dataclasses import dataclass


class Refused(Exception):
    pass


@dataclass
class Row:
    operation: tuple
    phase: str
    debit: int
    credit: int
    amount: int
    settled: bool = False
    reversed: bool = False


class Book:
    """Accounts are numbers; 0 is the issuer and may owe, nobody else may."""

    def __init__(self, accounts):
        self.balance, self.reserved, self.coming = ([0] * accounts for _ in range(3))
        self.rows = {}

    def act(self, key, word, *facts):
        row = getattr(self, word)(*facts)
        if key in self.rows:
            if self.rows[key].operation != (word, *facts):
                raise Refused("KeyAlreadyUsed")
            return
        row.operation = (word, *facts)
        self.check(row, word, *facts)
        self.move(row)
        self.rows[key] = row

    def post(self, debit, credit, amount):
        return Row((), "single", debit, credit, amount)

    def hold(self, debit, credit, amount):
        return Row((), "pending", debit, credit, amount)

    def settle(self, key, phase):
        held = self.rows[key]
        if held.phase != "pending":
            raise Refused("NotPending")
        return Row((), phase, held.debit, held.credit, held.amount)

    def reverse(self, key):
        row = self.rows[key]
        if row.phase not in ("single", "post") or row.operation[0] == "reverse":
            raise Refused("NotReversible")
        return Row((), "single", row.credit, row.debit, row.amount)

    def check(self, row, word, *facts):
        first = self.rows[facts[0]] if word in ("settle", "reverse") else None
        if word == "settle":
            if first.settled:
                raise Refused("AlreadySettled")
            first.settled = True
            return
        if word == "reverse" and first.reversed:
            raise Refused("AlreadyReversed")
        if row.debit and self.balance[row.debit] - self.reserved[row.debit] < row.amount:
            raise Refused("NotEnoughPoints")
        if word == "reverse":
            first.reversed = True

    def move(self, row):
        if row.phase in ("single", "post"):
            self.balance[row.debit] -= row.amount
            self.balance[row.credit] += row.amount
        if row.phase != "single":
            sign = 1 if row.phase == "pending" else -1
            self.reserved[row.debit] += sign * row.amount
            self.coming[row.credit] += sign * row.amount
