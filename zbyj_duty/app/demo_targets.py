"""Units for the sample store: 30 departments and 60 enterprises, all numbers invented."""

from __future__ import annotations

from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Actor, Role
from zbyj_duty.people.domain import NumberDraft, NumberLabel, UnitDraft, UnitKind
from zbyj_duty.people.posting import post_number, post_org_unit

_DEPARTMENTS = [
    "市公安局",
    "市消防救援支队",
    "市自然资源和规划局",
    "市生态环境局",
    "市住房和城乡建设局",
    "市城市管理局",
    "市交通运输局",
    "市水利局",
    "市农业农村局",
    "市商务局",
    "市文化和旅游局",
    "市卫生健康委员会",
    "市国有资产监督管理委员会",
    "市市场监督管理局",
    "市教育局",
    "市工业和信息化局",
    "市民政局",
    "市气象局",
    "市黄河河务局",
    "市水文中心",
    "市地震监测中心",
    "市粮食和物资储备局",
    "国网淄博供电公司",
    "市通信发展办公室",
    "市大数据局",
    "市公路事业服务中心",
    "市园林和林业综合服务中心",
    "市铁路护路办",
    "武警淄博支队",
    "淄博军分区",
]
_TRADES = [
    "危化品生产",
    "危化品储存",
    "非煤矿山",
    "尾矿库",
    "冶金",
    "建材",
    "医药化工",
    "烟花爆竹批发",
    "涉氨制冷",
    "粉尘涉爆",
]
_CONTACTS = [
    "许玉兰",
    "沈振宇",
    "李海燕",
    "马珺",
    "袁玉兰",
    "袁珺",
    "董子涵",
    "唐长江",
    "单振宇",
    "查堃",
    "胡春生",
]


def add_targets(context: AppContext, admin: Actor) -> None:
    """Give the districts duty numbers and add departments and enterprises."""
    districts = context.people.units(admin, UnitKind.DISTRICT, UnitKind.ZONE)
    acting = Actor(admin.person_id, admin.name, frozenset({Role.ADMIN}), admin.seat)
    with context.store.writing(acting, "people") as unit:
        for n, (district, contact) in enumerate(zip(districts, _CONTACTS, strict=True), 1):
            number = NumberDraft(NumberLabel.DUTY, f"0533-100{1000 + n}", contact)
            post_number(unit, number, org_unit_id=district.id)
        for n, name in enumerate(_DEPARTMENTS, 12):
            number = NumberDraft(NumberLabel.DUTY, f"0533-100{1000 + n}")
            post_org_unit(unit, UnitDraft(UnitKind.DEPARTMENT, name, sort_no=n, numbers=(number,)))
        for n in range(1, 61):
            district = districts[n % 8]
            name = f"{district.short_name}{_TRADES[n % 10]}示例企业{n:02d}"
            number = NumberDraft(NumberLabel.DUTY, f"0533-100{1041 + n}")
            draft = UnitDraft(
                UnitKind.ENTERPRISE, name, sort_no=n, district_id=district.id, numbers=(number,)
            )
            post_org_unit(unit, draft)
