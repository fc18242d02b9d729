"""The API as programs use it: with everybody's token, and a case brought along its whole way."""

from http.cookies import SimpleCookie

from answers.rounds import PAGES, Pages

from tests.access.walk import ROLES

MOVES = ("accept", "return", "resubmit", "refer", "dispatch", "handle", "rework", "close")
MY_MOVES = ("resubmit", "withdraw")
WORDS = {
    "note": "换了灯",
    "answer": "灯换好了",
    "question": "在几楼",
    "words": "二楼的灯",
    "reason": "归供热公司管",
    "channel": "hotline",
}
CLIENT_ID = "22222222-2222-4222-8222-222222222222"


class Programs(Pages):
    def round(self, addresses):
        self.by_name = {address.name: address for address in addresses}
        for address in addresses:
            for what, url in self.places(address):
                for role in ROLES:
                    self.every_way(f"{address.pattern} | {what} | {role}", role, url, address)
        self.reports()
        self.whole_ways()

    def bearer(self, role):
        text = self.hood.tokens.get(role, "zrt_of-nobody")
        return {"Authorization": f"Bearer {text}"}

    def call(self, key, role, method, url, facts=None):
        """As a program: no cookie, only a token."""
        client = self.asker.clients[role]
        kept, client.cookies = client.cookies, SimpleCookie()
        more = {"content_type": "application/json"} if method == "POST" else {}
        headers = self.bearer(role)
        answer = self.asker.ask(f"{key} | token", role, method, url, facts, headers=headers, **more)
        client.cookies = kept
        return answer

    def every_way(self, key, role, url, address):
        facts = PAGES[address.name].json
        answer = self.call(key, role, "GET", url)
        if answer.status_code == 200:
            self.call(f"{key} | one a page", role, "GET", f"{url}?limit=1")
            self.call(f"{key} | unknown question", role, "GET", f"{url}?nonsense=1")
        for body in [{} if facts is None else facts]:
            self.call(f"{key} | {sorted(body)}", role, "POST", url, body)

    def url(self, name, *things):
        return self.by_name[f"api:{name}"].filled(*things)

    def reports(self):
        """What is new: a contact, a case of a worker, a case of a resident."""
        categories = self.call("categories", "lin", "GET", self.url("case-categories")).json()
        category = categories["items"][0]["id"]
        for place in ("own", "neighbour"):
            door = self.hood.key("door", place)
            contact = {"client_id": CLIENT_ID, "door": door, "outcome": "nobody"}
            case = {"client_id": CLIENT_ID, "category": category, "words": "灯不亮", "door": door}
            mine = {key: case[key] for key in ("client_id", "category", "words")}
            for role in ROLES:
                key = f"new things | {place} | {role}"
                self.call(f"{key} contact", role, "POST", self.url("log-contact"), contact)
                self.call(f"{key} case", role, "POST", self.url("report-case"), case)
                self.call(f"{key} my case", role, "POST", self.url("report-my-case"), mine)

    def whole_ways(self):
        """Every case at every step, moved every way by whoever might."""
        own = self.hood.world.places["own"]
        handler = str(own.worker.uid)
        for number, uid in enumerate([own.things["case"], *own.more["case"]]):
            for role in ("lin", "chen", "bai"):
                self.move(f"case {number} | {role}", role, uid, "case", MOVES, handler)
        for number, uid in enumerate([own.things["my_case"], *own.more["my_case"]]):
            self.move(f"my case {number} | wang", "wang", uid, "my-case", MY_MOVES, handler)

    def move(self, key, role, uid, kind, moves, handler):
        seen = self.call(key, role, "GET", self.url(kind, uid))
        version = seen.json().get("version", 1)
        for move in moves:
            facts = WORDS | {"handler": handler, "version": version}
            wanted = PAGES[f"api:{move}-{kind}"].json or {}
            facts = {name: facts[name] for name in wanted}
            self.call(f"{key} | {move}", role, "POST", self.url(f"{move}-{kind}", uid), facts)
