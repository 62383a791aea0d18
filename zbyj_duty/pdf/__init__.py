"""Paper kit: fonts, layout, tables, stamp, signing."""
