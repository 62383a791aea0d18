"""Sentences of 值班日志."""

SENTENCES: dict[str, str] = {
    "journal.blank_text": "还没有写内容，请写明发生了什么，再按 Enter。",
    "journal.too_long": "内容有 {length} 个字，超过 {limit} 个字；请把长文存为附件，这里写摘要。",
    "journal.in_future": "发生时间比现在晚 2 分钟以上，请检查时间。",
    "journal.before_watch": "发生时间早于本班开始，属补记，请写明补记原因。",
    "journal.older_than_week": "7 天以前的事由带班领导补记，请带班领导登录后录入。",
    "journal.no_reason": "请写明原因，原文将划线保留。",
    "journal.already_struck": "第 {number} 号已经划去，不能再次更正或作废。",
    "journal.no_such_line": "没有第 {number} 号记录。",
    "journal.same_again": "一分钟内刚记过同样的内容（第 {number} 号）。确要再记一条，请再按一次 Enter。",
    "journal.saved_already": "这一条已经存为第 {number} 号（“{text}”），现在的文字还没有保存。再按一次 Enter 另存为一条，或用 F6 更正。",
    "journal.closed_watch": "第 {number} 号属于已经交接的班次，不能再更正或作废。请在本班写明补充，或请带班领导更正。",
    "journal.system_line": "系统记录不能更正或作废。",
    "journal.no_watch": "现在无人值班，不能记日志。请先接班。",
    "journal.follow_up_twice": "第 {number} 号已列为待办。",
    "journal.follow_up_closed": "这项待办已经办结。",
    "journal.bad_due": "“{value}”不是时间，请写成 18:00；没有时限就空着。",
    "journal.no_result": "请写明办理结果。",
}
