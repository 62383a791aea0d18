"""Sentences of profiles and calendar."""

SENTENCES: dict[str, str] = {
    "profiles.bad_hours": "时间要在 0:00 到 23:59 之间，从早到晚排列，不能重复。",
    "profiles.bad_minutes": "“{name}”的提醒分钟数不对：先黄后红，都要大于 0。",
    "profiles.bad_post": "“{name}”的人数不对：不能为负，上限不能小于下限。",
    "profiles.bad_quantity": "“{name}”的数量不能为负。",
    "profiles.name_twice": "“{name}”出现了两次，请改名或删去一个。",
    "profiles.too_early": "新规则从 {earliest} 起才能生效，不能改动已经过去的日子。",
    "profiles.bad_span": "结束日期早于开始日期。",
    "profiles.needs_second": "修改规则要由另一人核准，{name} 不能核准自己的修改。",
    "profiles.approved_already": "这项修改已经核准。",
    "profiles.no_such_version": "没有这一版规则。",
    "profiles.bad_calendar": "第 {row} 行：日期或类别不对（类别写 放假 或 上班）。",
}
