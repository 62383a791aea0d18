"""人员与单位: persons, units, numbers, accounts, pinyin search, import."""
