"""请假 and 外出报备: who cannot stand a watch, from when to when, and who agreed."""
