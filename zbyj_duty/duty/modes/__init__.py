"""值班模式 平时 / 加强 / 战时: a layer by order that applies and falls away by itself."""
