from reports.views.asking import choose, new
from reports.views.deciding import decide
from reports.views.explaining import fields, registered
from reports.views.fetching import export_page, fetch, progress, withdraw

__all__ = [
    "choose",
    "decide",
    "export_page",
    "fetch",
    "fields",
    "new",
    "progress",
    "registered",
    "withdraw",
]
