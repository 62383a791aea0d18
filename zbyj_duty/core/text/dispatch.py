"""Sentences of 每日调度."""

SENTENCES: dict[str, str] = {
    "dispatch.no_watch": "现在无人值班，请先接班再调度。",
    "dispatch.no_such_plan": "本班没有“{value}”这一轮，有：{known}。",
    "dispatch.opened_already": "{name} 已经开始，不能再开一次。",
    "dispatch.not_running": "这一轮已经收轮或没有举行，不能再记。补报请记入日志。",
    "dispatch.no_such_target": "这一轮里没有这个单位，请刷新。",
    "dispatch.no_such_round": "没有这一轮，请刷新。",
    "dispatch.say_what": "{result}要写明是什么情况。",
    "dispatch.say_why": "免调要写明理由。",
    "dispatch.casualty_words": "记为“无情况”，内容里却有“{word}”。确实无情况请再按一次 Enter；否则按 Esc 改记有情况。",
    "dispatch.yes_or_no": "“{question}”请答 是 或 否（可用 y、n）。",
    "dispatch.too_many_questions": "每轮最多 {limit} 个加问，请精简。",
    "dispatch.reasons_missing": "这些单位还没有应答，收轮前请说明原因：{units}。",
    "dispatch.no_targets": "没有调度对象。请先导入“调度对象”名单。",
    "dispatch.no_reason": "请写明不举行的原因。",
    "dispatch.there_already": "{name} 已在这一轮里。",
}
