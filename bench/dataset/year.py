"""What happened in the invented place: contacts and cases of a year, points of two."""

from bench.dataset.rows import COMMUNITY, Rows, ago
from cases.models import Case, Category, Step
from morality_bank.models import Account, Bank, Deed, Rule, Transfer
from visits.models import Visit


class Year(Rows):
    def contacts(self):
        """Evenly over a year; the keys follow the time, as they do in life."""
        size, total = self.size, self.size.all_grids * self.size.visits
        source = (
            f"(SELECT n, n % {size.all_grids} AS g, {ago(self.now, total, days=365)} AS at"
            f" FROM generate_series(0, {total - 1}::bigint) AS n) AS v"
        )
        self.fill(
            Visit,
            source,
            **self.in_area(),
            id="1 + n",
            dwelling_id=self.door(f"pick(n, 12, {size.doors})"),
            channel="CASE WHEN pick(n, 13, 3) = 0 THEN 'phone' ELSE 'door' END",
            outcome="CASE WHEN pick(n, 14, 5) = 0 THEN 'nobody' ELSE 'met' END",
            occurred_at="at",
            received_at="at",
            by_id="1 + g",
            note="'聊了聊家常，身体还好。'",
        )
        through = Visit.people.through
        self.fill(
            through,
            source,
            id="1 + n",
            visit_id="1 + n",
            person_id=f"1 + g * {size.people} + pick(n, 12, {size.doors})",
        )

    def cases(self):
        """One in ten is open."""
        size, total = self.size, self.size.all_grids * self.size.cases
        source = (
            f"(SELECT n, n % {size.all_grids} AS g, n >= {total * 9 // 10} AS open, pick(n, 15, 10) AS way,"
            f" {ago(self.now, total, days=365)} AS at FROM generate_series(0, {total - 1}::bigint) AS n) AS c"
        )
        status = (
            "CASE WHEN NOT open THEN 'closed' WHEN way < 4 THEN 'reported' WHEN way < 6 THEN 'accepted'"
            " WHEN way < 9 THEN 'dispatched' ELSE 'handled' END"
        )
        code = "(SELECT code FROM grids_area WHERE grids_area.id = " + self.community() + ")"
        handled = f"NOT open OR {status} IN ('dispatched', 'handled')"
        category = Category.objects.order_by("pk").first()
        self.fill(
            Case,
            source,
            **self.in_area(),
            id="1 + n",
            number="to_char(at, 'YYYYMMDD') || '-' || to_char(n, 'FM0000000')",
            numbered_by=code,
            category_id=str(category.pk),
            title="'三楼的灯不亮'",
            words="'三楼的灯不亮，晚上看不见台阶。'",
            dwelling_id=self.door(f"pick(n, 16, {size.doors})"),
            channel="'worker'",
            status=status,
            reporter_id=f"CASE WHEN way < 5 THEN 1 + g * {size.people} + pick(n, 17, {size.people}) END",
            filed_by_id="1 + g",
            handler_id=f"CASE WHEN {handled} THEN 1 + g END",
            reported_at="at",
            due_at="at + interval '15 days'",
            closed_at="CASE WHEN NOT open THEN at + interval '6 days' END",
            answer="CASE WHEN open THEN '' ELSE '灯换好了。' END",
        )
        for number, (before, after) in enumerate((("", "reported"), ("reported", "accepted"))):
            self.fill(
                Step,
                source,
                id=f"1 + n * 2 + {number}",
                case_id="1 + n",
                action=f"'{after}'",
                from_status=f"'{before}'",
                to_status=f"'{after}'",
                by_id="1 + g",
                at="at",
            )

    def points(self):
        """Each bank's issuer comes before its depositors; the measurements count on that."""
        size = self.size
        banks = size.streets * size.communities
        depositors, block = size.depositors * size.grids, size.depositors * size.grids + 1
        each_bank = f"generate_series(0, {banks - 1}::bigint) AS b"
        self.fill(
            Bank,
            each_bank,
            id="1 + b",
            community_id=f"{COMMUNITY} + b",
            name="'道德银行'",
            opened_on="date '2025-01-01'",
        )
        self.fill(Rule, each_bank, id="1 + b", bank_id="1 + b", name="'楼道清扫'", points="5")
        transfers = size.transfers * size.grids  # of one bank
        went_out, came_in = transfers * 5, -(-transfers // depositors) * 5
        accounts = f"(SELECT n, n / {block} AS b, n % {block} AS k FROM generate_series(0, {banks * block - 1}::bigint) AS n) AS a"
        grid = f"(b * {size.grids} + (k - 1) / {size.depositors})"
        self.fill(
            Account,
            accounts,
            id="1 + n",
            bank_id="1 + b",
            kind="CASE WHEN k = 0 THEN 'issuer' ELSE 'depositor' END",
            person_id=f"CASE WHEN k > 0 THEN 1 + {grid} * {size.people} + (k - 1) % {size.depositors} END",
            opened_on="date '2025-01-01'",
            debits_posted=f"CASE WHEN k = 0 THEN {went_out} ELSE 0 END",
            credits_posted=f"CASE WHEN k = 0 THEN 0 WHEN (k - 1) < {transfers} % {depositors} OR {transfers} % {depositors} = 0"
            f" THEN {came_in} ELSE {came_in - 5} END",
        )
        total = banks * transfers
        moves = (
            f"(SELECT n, n % {banks} AS b, n / {banks} AS i, {ago(self.now, total, days=700)} AS at"
            f" FROM generate_series(0, {total - 1}::bigint) AS n) AS t"
        )
        issuer = f"1 + b * {block}"
        credit = f"{issuer} + 1 + i % {depositors}"
        self.fill(
            Transfer,
            moves,
            id="1 + n",
            debit_id=issuer,
            credit_id=credit,
            amount="5",
            reason="'楼道清扫'",
            source="'deed'",
            made_at="at",
        )
        taker = f"1 + b * {size.grids} + pick(n, 18, {size.grids})"
        self.fill(
            Deed,
            f"{moves} WHERE i % 4 = 0",
            id="1 + n",
            bank_id="1 + b",
            account_id=credit,
            rule_id="1 + b",
            points="5",
            happened_on="at::date",
            taken_by_id=taker,
            taken_at="at",
            transfer_id="1 + n",
            state=f"CASE WHEN n < {total * 99 // 100} THEN 'posted' ELSE 'pending' END",
            decided_by_id=f"CASE WHEN n < {total * 99 // 100} THEN 1 + ({taker}) % {size.all_grids} END",
            decided_at=f"CASE WHEN n < {total * 99 // 100} THEN at + interval '1 day' END",
        )
