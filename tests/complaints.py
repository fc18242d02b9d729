"""What a browser complains about while somebody looks at a page."""


def complaints_of(page):
    """A list that grows as the page says something on its console or fails."""
    said = []

    def note(text):
        # Said by the browser's driver where a test does without the service worker.
        if "Service Worker registration blocked" not in text:
            said.append(text)

    page.on("console", lambda message: note(message.text))
    page.on("pageerror", lambda error: note(str(error)))
    return said
