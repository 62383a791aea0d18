"""Sentences of 交接班."""

SENTENCES: dict[str, str] = {
    "handover.no_words": "请写明理由或内容。",
    "handover.nobody": "现在无人值班，没有可交的班。请先接班。",
    "handover.offered_already": "{name} 已于 {time} 提交交班，等待接班。要修改请先撤回。",
    "handover.no_offer": "没有等待接班的交班，或已被撤回、退回。请按 F5 刷新。",
    "handover.accepted_already": "这一班已经交接完毕，不能再改。",
    "handover.not_on_watch": "{name} 不是本班人员，不能交班。",
    "handover.relief_looks": "{name} 是交班人：查看和退回由接班人办，交班人要改请撤回。",
    "handover.not_head": "接班人 {name} 不是新一班的值班长。请由值班长输入口令。",
    "handover.no_such_item": "交接单上没有这一项，可能已有变化，请刷新后再看。",
    "handover.need_quantity": "{title} 要点数，请填实有数量。",
    "handover.bad_quantity": "数量应为 0 到 99999 的整数。",
    "handover.blocked": "还不能接班：{blockers}。请逐项处理，或由带班领导写明理由放行。",
    "handover.own_waiver": "放行人不能是交班人或接班人本人，请另一位带班领导放行。",
    "handover.nothing_to_waive": "现在没有需要放行的事项。",
    "handover.leader_needed": "紧急接管要由带班领导授权。",
    "handover.wrong_signer": "签名与人员不符，请重新输入口令。",
}
