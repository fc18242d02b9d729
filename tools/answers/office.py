"""The office: every list, form, row, history, action and autocomplete."""

from answers.rounds import ENGLISH, HTMX, Pages
from django.contrib import admin
from django.urls import reverse

from tests.access.test_admin_walk import ROWS
from tests.access.walk import MISSING, NO_NUMBER, PLACES, ROLES

TELLING = ("-", "1", "own", MISSING)  # strangers find the same nothing in all the other places
TERMS = ("", "北", "王", "远")


class Office(Pages):
    def round(self, addresses):
        by_name = {f"{meta.app_label}_{meta.model_name}": meta.label for meta in registers()}
        for address in addresses:
            model = next((m for m in by_name if address.name.startswith(f"admin:{m}_")), None)
            for what, url in self.rows(address, by_name.get(model)):
                for role in ROLES if what in TELLING else ["bai"]:
                    self.every_way(f"{address.pattern} | {what} | {role}", role, url, address)

    def rows(self, address, label):
        if not address.needs:
            yield "-", address.filled()
        elif not label:
            yield "-", address.filled(*["nothing"] * len(address.needs))
        elif not ROWS.get(label):
            for number in (1, NO_NUMBER):
                yield str(number), address.filled(*[number] * len(address.needs))
        else:
            for place in [*PLACES, MISSING]:
                pk = NO_NUMBER if place == MISSING else self.hood.key(ROWS[label], place)
                yield place, address.filled(*[pk] * len(address.needs))

    def every_way(self, key, role, url, address):
        answer = self.asker.ask(key, role, "GET", url)
        self.keep(key, role, url, answer)
        if answer.status_code == 200:
            self.asker.ask(f"{key} | en", role, "GET", url, cookies=ENGLISH)
            self.asker.ask(f"{key} | htmx", role, "GET", url, headers=HTMX)
        self.asker.ask(key, role, "POST", url)

    def questions(self):
        """What one types and chooses in a list, as the street office does."""
        for model, register in admin.site._registry.items():
            meta = model._meta
            url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            for term in TERMS:
                self.asker.ask(f"{url} | search {term}", "bai", "GET", url, {"q": term})
            self.actions(url, meta)
            for name in register.autocomplete_fields:
                self.autocomplete(meta, name)

    def actions(self, url, meta):
        key = ROWS.get(meta.label)
        rows = [self.hood.key(key, place) for place in ("own", "elsewhere")] if key else [1]
        for action in self.offered(url):
            for row in rows:
                chosen = {"action": action, "_selected_action": [row], "index": "0"}
                for more in ({}, {"post": "yes"}):
                    words = f"{url} | action {action} {rows.index(row)} {more}"
                    self.asker.ask(words, "bai", "POST", url, chosen | more, follow=True)

    def offered(self, url):
        register = next(r for m, r in admin.site._registry.items() if url == changelist(m._meta))
        return [name for _function, name, _words in register._get_base_actions()]

    def autocomplete(self, meta, name):
        url = reverse("admin:autocomplete")
        for role in ("bai", "chen"):
            for term in TERMS:
                asked = {"app_label": meta.app_label, "model_name": meta.model_name}
                asked |= {"field_name": name, "term": term}
                words = f"autocomplete {meta.model_name}.{name} {term} | {role}"
                self.asker.ask(words, role, "GET", url, asked)


def registers():
    """The longest names first: accounts_user is not accounts_userlog."""
    metas = [model._meta for model in admin.site._registry]
    return sorted(metas, key=lambda meta: -len(meta.model_name))


def changelist(meta):
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
