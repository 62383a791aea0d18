"""Sentences of 提醒."""

SENTENCES: dict[str, str] = {
    "alarms.no_such_alarm": "这条提醒已经办结或不存在，请刷新。",
    "alarms.no_name": "请先登录：知道了要记名。",
    "alarms.snoozed_out": "已经推迟 {limit} 次，不能再推迟。请办理，或报告带班领导。",
    "alarms.blank": "提醒没有内容，请写明要办什么。",
}
