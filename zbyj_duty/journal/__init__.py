"""值班日志: log lines and their ink rules."""
