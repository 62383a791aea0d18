"""交接班: the handover state machine, computed from every slice."""
