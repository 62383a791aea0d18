"""今日值班: the log with its entry line, what comes next, what is open."""
