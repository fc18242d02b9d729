"""The field 田: households as cells. `states` says how a door stands, `plots` whose doors are shown,
`drawing` draws them, `figures` counts."""
