import time

from django.core.management.base import BaseCommand, CommandError

from morality_bank.models import Account, Bank, Transfer
from morality_bank.proof import differences

ROW = "{:<18} {:<22} {:>26} {:>12}"


class Command(BaseCommand):
    help = "Works out every account anew from the transfers; ends with 1 when anything differs."

    def add_arguments(self, parser):
        parser.add_argument("--bank", metavar="CODE", help="only the bank of this community")

    def handle(self, *, bank, **options):
        began = time.monotonic()
        chosen = self.find(bank) if bank else None
        found = differences(chosen)
        self.print_table(found)
        self.stdout.write(f"{self.counts(chosen)} in {time.monotonic() - began:.1f} seconds")
        if found:
            raise CommandError(f"The book is wrong in {len(found)} places.", returncode=1)
        self.stdout.write("The book is right.")

    def find(self, code):
        try:
            return Bank.objects.get(community__code=code)
        except Bank.DoesNotExist:
            raise CommandError(f"There is no bank in a community with the code {code}.") from None

    def print_table(self, found):
        if found:
            self.stdout.write(ROW.format("where", "what", "should be", "found"))
        for one in found:
            cells = (one.where, one.what, one.should_be, one.found)
            self.stdout.write(ROW.format(*map(str, cells)))

    def counts(self, bank):
        accounts, transfers = Account.objects.all(), Transfer.objects.all()
        if bank:
            accounts, transfers = accounts.filter(bank=bank), transfers.filter(debit__bank=bank)
        return f"{accounts.count():,} accounts and {transfers.count():,} transfers"
