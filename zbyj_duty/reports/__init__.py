"""值班报告: compose, document, seal, verify."""
