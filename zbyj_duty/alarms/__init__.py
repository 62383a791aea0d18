"""提醒: what is due, overdue, acknowledged, as rows."""
