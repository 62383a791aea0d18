"""设置: people and accounts, imports, dated rules, one's own passphrase."""
