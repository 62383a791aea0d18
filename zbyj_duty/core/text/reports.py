"""Sentences of 值班报告."""

SENTENCES: dict[str, str] = {
    "reports.not_accepted": "{watch} 还没有交接，只有草稿。交接后才能签名。",
    "reports.not_yours": "{name} 不是这份报告的签名人（{field}）。",
    "reports.signed_already": "这份报告的“{field}”已经签过。",
    "reports.no_key": "{name} 没有可用的签名密钥，请在纸面手签。",
    "reports.no_report": "{watch} 的签名报告还没有生成，请先在值班报告里生成。",
    "reports.waived": "“{field}”一栏由带班领导放行，不再补签。",
    "reports.no_watch": "还没有任何班次，没有可印的报告。",
}
