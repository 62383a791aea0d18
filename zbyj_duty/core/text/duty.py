"""Sentences of 当班."""

SENTENCES: dict[str, str] = {
    "duty.one_head": "每班要有且只有一名值班长，现有 {found} 名。请指定一人为值班长。",
    "duty.no_leader": "没有带班领导。请选定带班领导后再接班。",
    "duty.person_twice": "同一人不能在一个班次中占两个岗位，请检查人员。",
    "duty.bad_reference": "“{value}”不是班次。请写值班日期，如 2026-11-23；同日第二班写 2026-11-23/2。",
    "duty.no_such_watch": "没有 {value} 这个班次。",
    "duty.already_held": "现在是 {watch}，由 {head} 值班。接班请走交接班。",
    "duty.nobody_on_watch": "现在无人值班，请先接班。",
    "duty.not_on_watch": "{name} 不在本班人员中。替班请先登记为本班人员并写明原因。",
    "duty.no_such_person": "人员名册中没有编号 {value} 的人。",
    "duty.unknown_name": "{post}：名册里找不到“{value}”，或不止一人。请写全名，或从列表中选。",
    "duty.post_empty": "{post}还没有人，请填写。",
    "duty.head_stays": "{name} 是值班长，不能中途离岗；请走交接班或紧急接管。",
    "duty.already_left": "{name} 已经离岗。",
}
