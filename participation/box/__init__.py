"""The suggestion box 意见箱: what people say of the service itself, answered within a time, and
never by whom it is about nor by anybody below them."""
