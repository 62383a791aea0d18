"""People for tests: invented names, numbers that no network assigns."""

from __future__ import annotations

from dataclasses import dataclass

from zbyj_duty.core.access import Actor, Role, system_actor
from zbyj_duty.duty.domain import MemberDraft, Part
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.domain import NumberDraft, NumberLabel, PersonDraft
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.posting import post_person
from zbyj_duty.store.work import Store

PASSPHRASE = "夜里三点也记得住"


@dataclass(frozen=True)
class Actors:
    """One actor for each part of the office."""

    officer: Actor
    second_officer: Actor
    third_officer: Actor
    leader: Actor
    second_leader: Actor
    admin: Actor
    planner: Actor
    reader: Actor

    def crew(self, head: Actor, leader: Actor | None = None) -> tuple[MemberDraft, ...]:
        """A crew of two with ``head`` in charge."""
        other = self.third_officer if head is not self.third_officer else self.officer
        assert head.person_id and other.person_id
        chosen = leader or self.leader
        assert chosen.person_id
        return (
            MemberDraft(head.person_id, "指挥调度", Part.HEAD),
            MemberDraft(other.person_id, "安全生产", Part.CREW),
            MemberDraft(chosen.person_id, "带班领导", Part.LEADER),
        )


_PEOPLE = (
    ("101", "王海燕", "指挥保障服务中心", "科长", Role.OFFICER),
    ("102", "曾堃", "应急指挥科", "科员", Role.OFFICER),
    ("103", "李振宇", "防汛抗旱科", "科员", Role.OFFICER),
    ("001", "周立新", "局领导", "副局长", Role.LEADER),
    ("002", "曹𬭎", "局领导", "总工程师", Role.LEADER),
    ("900", "仇思远", "办公室", "系统管理", Role.ADMIN),
    ("901", "查永刚", "办公室", "排班", Role.PLANNER),
    ("902", "单雪梅", "办公室", "科员", Role.READER),
)


def seed_people(store: Store) -> Actors:
    """Put the people into the register and return them as actors."""
    made = []
    with store.writing(system_actor(), "people") as unit:
        for order, (staff_no, name, department, title, role) in enumerate(_PEOPLE):
            number = NumberDraft(NumberLabel.MOBILE, f"120000{staff_no.zfill(5)}")
            draft = PersonDraft(
                staff_no, name, department, title, order, numbers=(number,), roles=frozenset({role})
            )
            person = post_person(unit, draft)
            made.append(Actor(person.id, name, frozenset({role})))
    return Actors(*made)


def give_accounts(store: Store, actors: Actors, passphrase: str = PASSPHRASE) -> None:
    """Open an account for everybody."""
    accounts = AccountService(store)
    for actor in vars(actors).values():
        accounts.set_passphrase(actors.admin, actor.person_id, passphrase, must_change=False)


def give_keys(store: Store, actors: Actors, passphrase: str = PASSPHRASE) -> dict[int, OpenedKey]:
    """Found the authority, give keys to officers and leaders, and open them, by person."""
    keys = KeyService(store)
    keys.found_ca(actors.admin, passphrase)
    ca = keys.open_ca(actors.admin, passphrase)
    opened = {}
    for actor in (actors.officer, actors.second_officer, actors.leader, actors.second_leader):
        assert actor.person_id
        keys.issue_key(actors.admin, actor.person_id, passphrase, ca)
        key = keys.open_own(actor, passphrase)
        assert key
        opened[actor.person_id] = key
    return opened
