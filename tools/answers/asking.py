"""Ask as somebody; write down what came back and which tables it wrote; undo it."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

from answers import normal, still
from django.db import connection, transaction

WRITES = re.compile(r'^\s*(INSERT|UPDATE|DELETE|REPLACE)\b[^"]*"(\w+)"', re.I)
NUMBERS = """SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
             WHERE schemaname = current_schema()"""


class Asker:
    def __init__(self, book, clients):
        self.book, self.clients = book, clients
        self.wrote = []
        self.put_back = put_numbers_back()

    def ask(self, key, role, method, url, data=None, *, follow=False, cookies=(), **more):
        """One request, and with `follow` the page it leads to. Whatever it changed is undone."""
        client = self.clients[role]
        kept = client.cookies
        client.cookies = SimpleCookie(kept)
        for name, value in dict(cookies).items():
            client.cookies[name] = value
        still.choose_chance(f"{key}{url}")
        if self.put_back:
            with connection.cursor() as cursor:
                cursor.execute(self.put_back)
        try:
            with transaction.atomic():
                answer = self._once(key, client, method, url, data, **more)
                if follow and answer.status_code in (301, 302, 303):
                    there = urljoin(url, answer["Location"])
                    self._once(f"{key}, then", client, "GET", there)
                transaction.set_rollback(True)
        finally:
            client.cookies = kept
        return answer

    def _once(self, key, client, method, url, data=None, **more):
        self.wrote = []
        with connection.execute_wrapper(self.note):
            answer = getattr(client, method.lower())(url, data, **more)
            body = normal.body_of(answer)
        answer.body = body
        broken = getattr(answer, "exc_info", None)
        status = f"{answer.status_code}{' ' + broken[0].__name__ if broken else ''}"
        self.book.write(
            f"{key} | {method}",
            status=status,
            headers=normal.headers_of(answer),
            wrote=self.wrote,
            body=body,
            asked=url,
        )
        return answer

    def note(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            line = f"{found[1].upper()} {found[2]}"
            if self.wrote and self.wrote[-1].split(" ×")[0] == line:
                times = int((self.wrote.pop().split(" ×") + ["1"])[1]) + 1
                line = f"{line} ×{times}"
            self.wrote.append(line)
        return execute(sql, params, many, context)


def put_numbers_back():
    """SQL that undoes what a rollback does not: PostgreSQL's sequences go on counting."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS)
        rows = cursor.fetchall()
    each = [
        f"setval('{name}', {last or 1}, {'true' if last is not None else 'false'})"
        for name, last in rows
    ]
    return f"SELECT {', '.join(each)}"


def own_address(url, page):
    """Where a form of that page goes, or None when it leaves the house."""
    parts = urlsplit(urljoin(page, url))
    if parts.netloc not in ("", "testserver"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
