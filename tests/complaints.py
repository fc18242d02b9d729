"""What a browser complains about while somebody looks at a page."""

ENDED = "htmx:afterRequest"


def complaints_of(page):
    """A list that grows as the page says something on its console or fails."""
    said = []

    def note(text):
        # htmx logs as two errors that a request of ours took the place of one still on its way.
        if text.startswith("htmx:sendAbort") and said[-1:] and said[-1].startswith(ENDED):
            said.pop()
        # Said by the browser's driver where a test does without the service worker.
        elif "Service Worker registration blocked" not in text:
            said.append(text)

    page.on("console", lambda message: note(message.text))
    page.on("pageerror", lambda error: note(str(error)))
    return said
