"""每日调度: the twice-daily rounds."""
