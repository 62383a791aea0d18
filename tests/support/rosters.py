"""A roster for tests: a month planned, published and changed through the postings."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.people import Actors
from zbyj_duty.core.access import system_actor
from zbyj_duty.duty.roster.domain import Place
from zbyj_duty.duty.roster.posting import post_cell, post_version
from zbyj_duty.people.domain import PersonDraft
from zbyj_duty.people.posting import post_person
from zbyj_duty.store.work import Store

POSTS = ("带班领导", "指挥调度", "安全生产", "防汛抗旱", "森林防火", "综合保障")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
DECEMBER = date(2026, 12, 1)


def more_people(store: Store, count: int = 18) -> tuple[int, ...]:
    """Add people of the watch to the register; their keys."""
    with store.writing(system_actor(), "people") as unit:
        return tuple(
            post_person(
                unit, PersonDraft(f"5{n:02d}", f"{SURNAMES[n % len(SURNAMES)]}试{n:02d}", "指挥科", "科员")
            ).id
            for n in range(count)
        )


def plan(store: Store, people: Actors, keys: tuple[int, ...], first: date, days: int) -> None:
    """Fill the six posts of every day, each person every third watch with 18 of them."""
    with store.writing(people.planner) as unit:
        for n in range(days):
            for m, post in enumerate(POSTS):
                place = Place(first + timedelta(days=n), 1, post, 1)
                post_cell(unit, place, keys[(n * len(POSTS) + m) % len(keys)])


def publish(store: Store, people: Actors, month: date, key: str = "v1") -> int:
    """Publish the working plan of a month; the number of its version."""
    with store.writing(people.planner) as unit:
        return post_version(unit, month, key).number
