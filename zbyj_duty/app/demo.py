"""Plays a whole watch through the services on a stepped clock: yesterday's, handed over, signed, and today's begun.

Every name is invented, every number belongs to no network. The store says 示例数据 and never becomes a real one.
"""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import zbyj_duty.app.schema  # noqa: F401
from zbyj_duty.app.context import AppContext
from zbyj_duty.app.demo_rounds import play_round
from zbyj_duty.core.access import Actor, Role
from zbyj_duty.core.clock import SteppedClock, SystemClock, at_beijing, beijing
from zbyj_duty.duty.domain import MemberDraft, Part, TakeDraft
from zbyj_duty.handover.ceremony import Ceremony
from zbyj_duty.handover.domain import AcceptDraft
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.people.domain import NumberDraft, NumberLabel, PersonDraft
from zbyj_duty.people.setup import Founding
from zbyj_duty.profiles.domain import ProfileKind, interval_of
from zbyj_duty.profiles.setup import found_duty_room
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.opening import open_store

_OFFICERS = (
    ("101", "王海燕", "指挥保障服务中心", "科长"),
    ("102", "李振宇", "应急指挥科", "一级主任科员"),
    ("103", "曾堃", "防汛抗旱科", "科员"),
    ("104", "仇思远", "森林防火科", "科员"),
    ("105", "查永刚", "综合协调科", "科员"),
    ("106", "曹𬭎", "应急指挥科", "科长"),
    ("107", "于䶮", "指挥保障服务中心", "科员"),
    ("108", "单雪梅", "防汛抗旱科", "科员"),
    ("109", "区喆", "森林防火科", "科员"),
    ("110", "解春生", "综合协调科", "科员"),
)
_LEADERS = (("001", "周立新", "局领导", "副局长"), ("002", "程犇", "局领导", "总工程师"))
_POSTS = ("指挥调度", "安全生产", "防汛抗旱", "森林防火", "综合保障")


@dataclass
class Demo:
    """What the play has made so far."""

    home: Path
    clock: SteppedClock
    context: AppContext
    passphrases: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def crew(self, numbers: tuple[str, ...], leader: str) -> tuple[MemberDraft, ...]:
        """Return a crew of five and its leader; the first is the 值班长."""
        members = [
            MemberDraft(self.people[n].person_id or 0, post, Part.HEAD if i == 0 else Part.CREW)
            for i, (n, post) in enumerate(zip(numbers, _POSTS, strict=True))
        ]
        return (*members, MemberDraft(self.people[leader].person_id or 0, "带班领导", Part.LEADER))

    def write(
        self,
        who: str,
        hour: int,
        minute: int,
        kind: LineKind,
        party: str,
        text: str,
        late: int = 0,
        day: int = 0,
    ) -> int:
        """Write a line at a Beijing time of the played watch; ``late`` minutes after it happened."""
        happened = at_beijing(self.day + timedelta(days=day), hour, minute)
        self.clock.move_to(max(self.clock.now(), happened + timedelta(minutes=late, seconds=20)))
        draft = LogDraft(kind, text, uuid.uuid4().hex, happened, party_text=party, channel="电话")
        return self.context.journal.write(self.people[who], draft)

    def write_until(
        self, latest: datetime, who: str, hour: int, minute: int, kind: LineKind, party: str, text: str
    ) -> None:
        """Write a line unless its time has not come yet."""
        if max(at_beijing(self.day, hour, minute), self.clock.now()) < latest:
            self.write(who, hour, minute, kind, party, text)

    def hold_round(
        self, who: str, name: str, hour: int, minute: int, *told: str, until: datetime | None = None
    ) -> None:
        """Hold a round at a Beijing time of the played watch, as far as ``until``."""
        self.clock.move_to(max(self.clock.now(), at_beijing(self.day, hour, minute)))
        play_round(self.context, self.people[who], self.clock, name, until, frozenset(told))

    day: date = date(2000, 1, 1)


def play(options: argparse.Namespace) -> int:
    """Run the demonstration; the last lines name the store's folder, the PDF and the passphrase file."""
    home = options.home or Path(tempfile.mkdtemp(prefix="zbyj-demo-"))
    made = build(home, SystemClock().now())
    pdf, secret_file = finish(made)
    print("示例数据：一个完整班次已演完", flush=True)
    from zbyj_duty.app.startup import has_display, open_demo_window, picture_tabs

    if has_display() and not options.no_window:
        open_demo_window(home, options.seat)
    else:
        folder = home / "pictures"
        for picture in picture_tabs(home, folder, options.seat):
            print(f"画面：{picture}")
    print(f"记录库：{home}")
    print(f"签名报告：{pdf}")
    print(f"示例口令：{secret_file}")
    return 0


def build(home: Path, now: datetime) -> Demo:
    """Make the sample store: set-up, people, yesterday's watch up to its handover, today's begun."""
    today = beijing(now)
    started = (
        today.date() if today.hour * 60 + today.minute >= 8 * 60 + 40 else today.date() - timedelta(days=1)
    )
    day = started - timedelta(days=1)
    clock = SteppedClock(at_beijing(day, 8, 0))
    store = open_store(place_of(home), clock, "值班一席")
    demo = Demo(home, clock, AppContext(store))
    demo.day = day
    _people(demo)
    _yesterday(demo)
    _hand_over(demo)
    _today(demo, now)
    return demo


def finish(demo: Demo) -> tuple[Path, Path]:
    """Write the signed PDF and the passphrases; close the store."""
    acceptance = demo.context.reports.reports(demo.people["001"])[0]
    pdf = demo.home / f"值班报告-{acceptance.watch_reference}.pdf"
    pdf.write_bytes(demo.context.reports.newest_file(demo.people["001"], acceptance.acceptance_id))
    secret_file = demo.home / "示例口令.txt"
    handle = os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{number} {secret}\n" for number, secret in sorted(demo.passphrases.items()))
    demo.context.accounts.write_tiles(demo.people["900"])
    demo.context.store.close()
    return pdf, secret_file


def _people(demo: Demo) -> None:
    def secret(number: str) -> str:
        return demo.passphrases.setdefault(number, "示例-" + secrets.token_urlsafe(9))

    founding = Founding("淄博市应急管理局", True, "900", "沈晓东", secret("900"))
    admin = found_duty_room(demo.context.store, founding).admin
    demo.people["900"] = admin
    ca = demo.context.keys.open_ca(admin, secret("900"))
    for role, listed in ((Role.LEADER, _LEADERS), (Role.OFFICER, _OFFICERS)):
        for order, (number, name, department, title) in enumerate(listed):
            mobile = NumberDraft(NumberLabel.MOBILE, f"120{int(number):08d}")
            draft = PersonDraft(
                number, name, department, title, order, numbers=(mobile,), roles=frozenset({role})
            )
            person_id = demo.context.people.add_person(admin, draft)
            demo.context.accounts.set_passphrase(admin, person_id, secret(number), must_change=False)
            demo.context.keys.issue_key(admin, person_id, secret(number), ca)
            demo.people[number] = Actor(person_id, name, frozenset({role}), "值班一席")
    _targets(demo, admin)


def _targets(demo: Demo, admin: Actor) -> None:
    """The sample's units to call: departments and enterprises, with numbers that no network assigns."""
    from zbyj_duty.app.demo_targets import add_targets

    add_targets(demo.context, admin)


def _yesterday(demo: Demo) -> None:
    demo.clock.move_to(at_beijing(demo.day, 8, 31))
    hours = demo.context.profiles.current(demo.people["101"], ProfileKind.WATCH_HOURS, demo.day)
    crew = demo.crew(("101", "102", "103", "104", "105"), "001")
    demo.context.duty.take(
        demo.people["101"], TakeDraft(crew, "demo-first"), demo.day, interval_of(demo.day, 1, hours)
    )
    demo.write("101", 8, 35, LineKind.NOTE, "", "接班，值班电话试通正常，卫星电话12部在位")
    demo.context.handover.remind(demo.people["101"])
    demo.context.dispatch.remind(demo.people["101"])
    demo.hold_round("102", "上午调度", 9, 1, "沂源县")
    demo.write("102", 9, 47, LineKind.INCOMING, "市气象局", "大雾黄色预警延至12时，已转沂源、博山、高速交警")
    demo.write(
        "104",
        11,
        20,
        LineKind.PAPER,
        "省应急厅",
        "关于做好岁末年初值班工作的通知（电〔2026〕112号），送办公室",
    )
    demo.write("105", 13, 5, LineKind.OUTGOING, "高青县", "询问大芦湖水库水位，答 12.14 m，无异常")
    wrong = demo.context.journal.lines(demo.people["105"], 0)[-1]
    demo.clock.step(minutes=1)
    demo.context.journal.correct(
        demo.people["105"],
        wrong.id,
        LogDraft(
            LineKind.CORRECTION,
            "询问大芦湖水库水位，答 12.41 m，无异常",
            uuid.uuid4().hex,
            party_text="高青县",
        ),
        "数字记反",
    )
    demo.write("101", 14, 32, LineKind.INCOMING, "桓台县", "起凤镇一企业氨气泄漏，3人送医，消防已到场")
    call = demo.context.journal.lines(demo.people["101"], 0)[-1]
    demo.context.journal.flag(demo.people["101"], call.id, at_beijing(demo.day, 18, 0))
    demo.write(
        "101",
        14,
        36,
        LineKind.OUTGOING,
        "带班领导 周立新",
        "电话报告桓台氨气泄漏；指示：查明伤情，一小时一报",
    )
    demo.write(
        "103", 15, 30, LineKind.INCOMING, "桓台县", "续报：阀门已关闭，空气监测 35 ppm，3人轻伤，生命体征平稳"
    )
    demo.hold_round("105", "下午调度", 16, 30, "临淄区")
    demo.write(
        "104", 19, 10, LineKind.INCOMING, "博山区", "池上镇一处荒草着火，18:25扑灭，无人员伤亡", late=52
    )
    demo.write("102", 23, 50, LineKind.NOTE, "", "夜间巡查指挥大厅、机房，设备正常")
    demo.write(
        "103", 3, 10, LineKind.INCOMING, "沂源县", "G22 沂源段大雾，能见度不足 100 米，收费站临时封闭", day=1
    )
    demo.write("103", 6, 40, LineKind.INCOMING, "沂源县", "G22 沂源段恢复通行", day=1)


def _hand_over(demo: Demo) -> None:
    tomorrow = demo.day + timedelta(days=1)
    demo.clock.move_to(at_beijing(tomorrow, 8, 22))
    handover = demo.context.handover
    offer = handover.offer(demo.people["101"], uuid.uuid4().hex).offer
    assert offer is not None
    demo.clock.step(minutes=2)
    relief = demo.people["106"]
    for item in handover.current(relief).items:
        demo.clock.step(seconds=9)
        handover.tick(relief, offer.id, item.key, item.expected)
    handover.reserve(relief, offer.id, "2 号对讲机电池续航不足，已登记更换")
    demo.clock.move_to(at_beijing(tomorrow, 8, 30))
    ceremony = Ceremony(
        demo.context.accounts, demo.context.keys, demo.context.acceptance, demo.context.reports
    )
    out = demo.people["101"].person_id or 0
    ceremony.hold(
        relief,
        AcceptDraft(offer.id, demo.crew(("106", "107", "108", "109", "110"), "002"), uuid.uuid4().hex),
        (out, demo.passphrases["101"]),
        demo.passphrases["106"],
    )
    demo.clock.move_to(at_beijing(tomorrow, 8, 38))
    leader = demo.people["001"]
    key = demo.context.keys.open_own(leader, demo.passphrases["001"])
    acceptance = demo.context.reports.acceptance_of(leader, demo.day)
    demo.context.reports.sign(leader, acceptance, key)
    if key is not None:
        key.wipe()


def _today(demo: Demo, now: datetime) -> None:
    demo.day = demo.day + timedelta(days=1)
    demo.context.dispatch.remind(demo.people["106"])
    latest = now - timedelta(minutes=1)
    demo.write_until(latest, "106", 8, 39, LineKind.NOTE, "", "值班电话、报警声音试过，正常")
    for name, hour, minute, told in (("上午调度", 9, 2, "沂源县"), ("下午调度", 16, 31, "临淄区")):
        if at_beijing(demo.day, hour, minute) < latest:
            demo.hold_round("107", name, hour, minute, told, until=latest)
    demo.write_until(latest, "107", 10, 5, LineKind.INCOMING, "市气象局", "未来24小时无重要天气过程")
    text = "询问昨日氨气泄漏伤员情况，答3人均已出院"
    demo.write_until(latest, "108", 10, 12, LineKind.OUTGOING, "桓台县", text)
