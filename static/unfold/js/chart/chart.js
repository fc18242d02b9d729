// Stands in for the theme's chart library, which every page of the street office would load and
// none uses: our charts are drawn on the server.
