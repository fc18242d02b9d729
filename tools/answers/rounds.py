"""The pages: every address as every role at every place; then every form on them, filled in."""

from answers.asking import own_address
from answers.page_forms import forms_of, submissions

from tests.access.test_access_walk import PAGES
from tests.access.walk import MISSING, PLACES, ROLES

HTMX = {"HX-Request": "true"}
ENGLISH = {"language": "en"}
LATER = ("lin", "chen", "bai")  # whose password was typed an hour ago
FEW = ("own", "elsewhere", MISSING)  # the doors are those of the pages
SECRETS = ("case", "my_case")
BUSY = ("wang", "li", "lin", "chen", "bai")  # who has to do with the further things of a place
REFUSED = (401, 403, 404, 405)


class Pages:
    """Remembers the pages that opened, for their forms."""

    def __init__(self, asker, hood):
        self.asker, self.hood = asker, hood
        self.opened = []

    def round(self, addresses):
        for address in addresses:
            for what, url in self.places(address):
                for role in BUSY if "secret" in what or "more" in what else ROLES:
                    self.every_way(f"{address.pattern} | {what} | {role}", role, url, address)

    def places(self, address):
        """The page's thing in every place, and the other things of that kind."""
        page = PAGES[address.name]
        if not address.needs:
            yield "-", address.filled()
            return
        for place in FEW if address.kind == "api" else [*PLACES, MISSING]:
            yield place, address.filled(self.hood.key(page.key, place))
        if page.key in SECRETS:
            for place in PLACES:
                yield f"{place} secret", address.filled(self.hood.key("secret", place))
        own = self.hood.world.places["own"]
        if address.kind == "api":
            return  # programs.py brings every case along its whole way
        for number, thing in enumerate(own.more.get(page.key, []), start=1):
            yield f"own, one more {number}", address.filled(thing)

    def every_way(self, key, role, url, address):
        json = PAGES[address.name].json
        answer = self.asker.ask(key, role, "GET", url)
        if answer.status_code not in REFUSED:
            self.asker.ask(f"{key} | en", role, "GET", url, cookies=ENGLISH)
            self.asker.ask(f"{key} | htmx", role, "GET", url, headers=HTMX)
        self.keep(key, role, url, answer)
        more = {} if json is None else {"data": json, "content_type": "application/json"}
        answer = self.asker.ask(key, role, "POST", url, **more)
        if answer.status_code not in REFUSED and "elsewhere" not in key:
            self.asker.ask(f"{key} | htmx", role, "POST", url, headers=HTMX, **more)

    def keep(self, key, role, url, answer):
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            self.opened.append((key, role, url, answer.body))

    def forms(self):
        """Every form once for each role, by every one of its buttons."""
        seen = set()
        for key, role, url, page in self.opened:
            for form in forms_of(page):
                if (role, form.shape) in seen:
                    continue
                seen.add((role, form.shape))
                self.fill_in(key, role, url, form)

    def fill_in(self, key, role, url, form):
        for action, fields, button in submissions(form):
            there = own_address(action, url)
            if there is None:
                continue
            headers = {"Referer": f"http://testserver{url}"} | (HTMX if form.htmx else {})
            words = f"{key} | form {'+'.join(sorted(form.fields))} {button}"
            for each in [value for values in fields.values() for value in values]:
                if hasattr(each, "seek"):
                    each.seek(0)
            self.asker.ask(words, role, "POST", there, fields, follow=True, headers=headers)

    def later(self):
        """The same pages and forms when the password has to be typed again."""
        opened = [
            (key, role, url)
            for key, role, url, _page in self.opened
            if role in LATER and key.split(" | ")[1] in ("-", "own")
        ]
        self.opened = []
        for role in LATER:
            self.age(role)
        for key, role, url in opened:
            key = f"{key} | later"
            self.keep(key, role, url, self.asker.ask(key, role, "GET", url))
        self.forms()

    def age(self, role):
        session = self.asker.clients[role].session
        session["since"] = session["since"].replace("T04:", "T03:")
        session.save()
