"""Sentences about 请假 and 外出报备."""

SENTENCES = {
    "absences.return_before_departure": "返回时间早于或等于出发时间，请检查起止时间。",
    "absences.too_long": "一次最多 {days} 天，请检查起止时间。",
    "absences.covers_himself": "代班人不能是本人，请另写一人。",
    "absences.no_place": "外出报备要写明去什么地方。",
    "absences.away_already": "这段时间已有登记：{line}。请先销假或撤回那一条。",
    "absences.cover_away": "代班人这段时间自己也不在：{line}。请另写一人。",
    "absences.no_such_filing": "没有这条请假或外出报备，可能已被别人撤回，请刷新。",
    "absences.not_now": "{line}：现在是“{state}”，不能再这样办。",
    "absences.bad_return": "销假时间要在出发（{start}）以后、现在以前。",
    "absences.banned": "现在是{mode}（{order}），暂停请假。确需离岗的，请主要负责人指名批准。",
    "absences.stay_in_city": "现在是{mode}（{order}），领导不得离市。确需外出的，请主要负责人指名批准。",
}
