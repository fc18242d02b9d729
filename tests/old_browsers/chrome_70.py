"""What Chrome 70 knows of our style sheets, and what each thing it does not know costs there.

Looked up in MDN's browser-compat-data when a name was added. A name in none of these tables is one
nobody has looked up: find its first Chrome, and put it where it belongs.
"""


def _words(text):
    return set(text.split())


PROPERTIES = _words(
    """
    align-items align-self animation background border border-bottom border-color
    border-block-end border-inline-start border-left border-radius border-spacing border-style border-top border-width bottom clear
    box-shadow box-sizing break-after break-before break-inside clip-path color column-gap columns contain content
    counter-increment counter-reset cursor display fill flex flex-basis flex-direction flex-flow
    flex-wrap float font font-family font-size font-variant-numeric font-weight gap grid-area grid-column
    grid-template grid-template-columns height hyphens justify-content left letter-spacing
    line-break line-height list-style margin margin-block-end margin-block-start margin-bottom
    margin-inline-end margin-inline-start margin-right margin-top max-height max-width min-height
    min-inline-size min-width object-fit opacity order outline outline-offset overflow
    overflow-wrap overflow-x overflow-y padding padding-block-end padding-block-start
    padding-bottom padding-inline-end padding-inline-start padding-top position resize right
    scroll-padding size stroke stroke-dasharray stroke-linecap stroke-width table-layout border-collapse touch-action user-select -webkit-user-select text-align
    text-anchor text-decoration text-indent text-overflow text-size-adjust top transform transform-origin
    transition vertical-align white-space width word-break z-index
    -webkit-appearance -webkit-print-color-adjust -webkit-text-security -webkit-text-size-adjust
    """
)
"""Known to Chrome 70; `gap` between the parts of a grid only (sheets.lines_with_gap)."""
FUNCTIONS = _words(
    """
    attr calc counter env inset linear-gradient minmax repeat repeating-linear-gradient rgb rotate
    scale url var
    """
)
UNITS = _words("rem em px pt mm fr deg vh vw s ms")
AT_RULES = {"media", "supports", "page", "keyframes"}
PSEUDOS = _words(
    """
    root hover focus active target checked disabled empty first-child last-child only-child nth-child() nth-of-type()
    lang() before after not() -webkit-details-marker -webkit-progress-bar -webkit-progress-value
    """
)
"""`:not()` of one simple selector (sheets.newer_in_selector)."""
WORDS = {
    ("contain", "inline-size"): 105,
    ("flex", "min-content"): 94,
    ("flex-basis", "min-content"): 94,
    ("overflow", "clip"): 90,
    ("overflow-wrap", "anywhere"): 80,
    ("overflow-x", "clip"): 90,
    ("overflow-y", "clip"): 90,
    ("white-space", "break-spaces"): 76,
}
"""Values newer than their property: (property, word) → first Chrome."""

GOES_WITHOUT = {
    "accent-color": "a box that is ticked is blue, not green",
    "appearance": "-webkit-appearance stands before it",
    "color-scheme": "fields and scroll bars stay light; Chrome 70 knows no dark pages either",
    "contain": "a building is as wide as its name",
    "container-type": "what asked how wide its place is asks the window, in old.css",
    "field-sizing": "a text field scrolls instead of growing",
    "mask-image": "a row that goes on beyond the edge does not fade there",
    "scroll-initial-target": "the chosen tab may lie beyond the edge, a swipe away",
    "scrollbar-width": "a row one swipes has a thin bar below it",
    "text-decoration-thickness": "lines under links are a little thinner",
    "text-underline-offset": "and a little nearer",
    "text-wrap": "lines of a heading are not made equally long",
}
"""Properties (and values) one does without: what is lost is looks."""
LOSES = {
    ":-moz-progress-bar": "meant for another browser",
    ":focus-visible": "the browser's own ring; where ours rings something else, old.css has :focus",
    ":file-selector-button": "the browser's own grey button, where scripts do not run",
    ":has()": "the plain look of the same thing; none hides what one needs",
}
"""Selectors of rules that are dropped: what one sees instead."""
ASKS = {
    "container": "rows and the passbook keep the shape of a wide place, or that of old.css",
}
"""At-rules that are dropped."""
GRIDS = {".folds .facts", ".gate.has-cast", ".skeleton", ".sum .stats"}
"""Grids whose `display` stands under another selector."""
NO_NEED = {
    ".calls-list .button": "its gap is none",
    ".doors-nav a": "two pixels",
    ".more summary": "two pixels",
    ".low .tile-face": "two pixels",
    ".segments": "two pixels",
    ".has-nav .top-size > .top-link": "old.css has its parts without the rail",
    ".table tbody > tr > *": "old.css moves the words before it, .table td[data-label]::before",
    "html.big .tile-face": "as without big type",
    "html.big .top": "its gap is none",
}
"""Gaps in lines for which old.css has no rule, and why that does not matter."""
