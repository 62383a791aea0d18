"""Sentences about the 值班表."""

SENTENCES = {
    "roster.swap_two_places": "调班要正好两个班次，互相对换；只换一个人的请办“替班”。",
    "roster.no_place": "请先选要换的班次。",
    "roster.place_twice": "同一个班次选了两次，请去掉一个。",
    "roster.empty_span": "起止时间没有落在这个班次里，请检查。",
    "roster.not_published": "{place} 所在的月份还没有发布值班表，请直接改值班表。",
    "roster.several_there": "{place} 这段时间先后有几个人，请把时间分开办理。",
    "roster.relieves_himself": "{name} 本来就在这个班次，请另选一人。",
    "roster.watch_over": "{place} 的班次已经结束，不能再调；实到情况以交接班为准。",
    "roster.watch_begun": "{place} 的班次已经开始：临时换人请办“顶班”。",
    "roster.watch_to_come": "{place} 的班次还没有开始：请办“替班”。",
    "roster.place_changed": "{place} 原定的人已经变了，请撤销后重新提出。",
    "roster.change_not_now": "{change}：现在不能这样办，请刷新后再看。",
    "roster.own_approval": "{name} 是当事人，请另一位带班领导审批。",
    "roster.not_yours": "这是别人的班次；本人不便时请排班管理员代办。",
    "roster.not_a_party": "请选一位当事人：只有换出、换入的人才能提出或同意。",
    "roster.needs_waiver": "与规定不符：{lines}。确需如此的，请写明放行的原因。",
    "roster.forbidden": "不能这样换：{lines}。",
    "roster.no_such_change": "没有这次调班，请刷新。",
}
