"""Sentences about the modes 平时, 加强 and 战时."""

SENTENCES = {
    "modes.normal_is_no_order": "平时不用下命令：命令到期或结束以后自动恢复平时。请选“加强”或“战时”。",
    "modes.end_before_start": "结束时间早于或等于开始时间，请检查。",
    "modes.over_already": "结束时间已经过去，请检查；还不知道何时结束的可以不填。",
    "modes.far_away": "开始时间 {when} 离现在一年以上，请检查年份。",
    "modes.heard_later": "接到命令的时间不能晚于现在。",
    "modes.no_such_order": "没有这道命令，可能已被撤回，请刷新。",
    "modes.over": "这道命令已于 {when} 结束，请另下一道。",
}
