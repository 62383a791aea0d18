"""每日调度: results that are different facts, the state of a round, what must be said to close it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.errors import InvalidInput, RuleViolation
from zbyj_duty.core.validate import clean_text, half_width
from zbyj_duty.profiles.domain import AnswerKind, RoundPlan, SpecialQuestion

TEXT_LIMIT = 2000
MISSES_TO_TELL = 3
QUESTION_LIMIT = 5
_CASUALTY = re.compile("死亡|死者|遇难|受伤|伤者|重伤|轻伤|失联|被困|送医|爆炸|着火|火灾|泄漏|坍塌|中毒")


class Result(StrEnum):
    """What came of an attempt. None is ever inferred from another."""

    NOTHING = "nothing"
    SOMETHING = "something"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF_POST = "off_post"
    LATE = "late"
    EXEMPT = "exempt"

    @property
    def words(self) -> str:
        """无情况, 有情况, 未接通, 占线, 不在岗, 补报, 免调."""
        return _WORDS[self][1]

    @property
    def symbol(self) -> str:
        """✓ ◆ ▲ – before the word."""
        return _WORDS[self][0]

    @property
    def is_answer(self) -> bool:
        """Tell whether the unit has said something."""
        return self in (Result.NOTHING, Result.SOMETHING, Result.LATE)

    @property
    def is_miss(self) -> bool:
        """Tell whether it was called in vain."""
        return self in (Result.NO_ANSWER, Result.BUSY, Result.OFF_POST)


_WORDS = {
    Result.NOTHING: ("✓", "无情况"),
    Result.SOMETHING: ("◆", "有情况"),
    Result.NO_ANSWER: ("▲", "未接通"),
    Result.BUSY: ("▲", "占线"),
    Result.OFF_POST: ("▲", "不在岗"),
    Result.LATE: ("✓", "补报"),
    Result.EXEMPT: ("–", "免调"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a special question; ``counts`` is False for words given where a number was asked."""

    question: str
    text: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class AttemptDraft:
    """One call before it is saved.

    Attributes:
        answerer: who answered, confirmed or typed; "" when nobody confirmed a name.
        text: the situation, or the reason of 免调.
        answers: texts, in the order of the round's questions; "" where nothing was said.
        key: the same key saves once.
        number: what was dialled; the target's own number when "".
        sure: 无情况 with casualty words is meant.
    """

    target_id: int
    result: Result
    key: str
    answerer: str = ""
    text: str = ""
    answers: tuple[str, ...] = ()
    number: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """A saved call."""

    id: int
    at: datetime
    result: Result
    number: str
    answerer: str
    text: str
    answers: tuple[Answer, ...]
    by_name: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of the board.

    Attributes:
        covers: how many units it stands for (区县代报), else 1.
        attempts: oldest first.
        before: (day, result, text) of its answer in the round of this name before; shown grey, never copied.
        reason: why it was open when the round was closed.
        late: due or overdue while it is open past the amber or red minutes, else "".
    """

    id: int
    org_unit_id: int
    group: str
    name: str
    number: str
    contact: str
    reach: str
    covers: int
    attempts: tuple[Attempt, ...]
    before: tuple[date, Result, str] | None = None
    reason: str = ""
    late: str = ""

    @property
    def last(self) -> Attempt | None:
        """The newest attempt, None when it was not asked."""
        return self.attempts[-1] if self.attempts else None

    @property
    def settled(self) -> Attempt | None:
        """The newest attempt that was not in vain, None while there is none."""
        return next((a for a in reversed(self.attempts) if not a.result.is_miss), None)

    @property
    def shown(self) -> Attempt | None:
        """What the row says: what the unit said, else the newest attempt in vain."""
        return self.settled or self.last

    @property
    def is_open(self) -> bool:
        """Tell whether it has neither answered nor been exempted."""
        return not any(a.result.is_answer or a.result is Result.EXEMPT for a in self.attempts)

    @property
    def misses(self) -> int:
        """How many attempts in a row were in vain."""
        count = 0
        for attempt in reversed(self.attempts):
            if not attempt.result.is_miss:
                break
            count += 1
        return count


@dataclass(frozen=True, slots=True)
class Counts:
    """How a round stands, in units (a relay counts the enterprises it answers for)."""

    total: int
    answered: int
    nothing: int
    something: int
    late: int
    missed: int
    exempt: int
    unasked: int
    relayed: int


@dataclass(frozen=True, slots=True)
class RoundDetail:
    """A round and its board.

    Attributes:
        closed_at: None while it runs.
        summary: the sentence to be read out; "" while it runs.
    """

    id: int
    business_date: date
    name: str
    how: str
    reason: str
    plan: RoundPlan
    questions: tuple[SpecialQuestion, ...]
    planned_at: datetime
    opened_at: datetime
    by_name: str
    targets: tuple[TargetRow, ...]
    closed_at: datetime | None = None
    summary: str = ""
    closed_by: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether it can still be answered."""
        return self.how == "held" and self.closed_at is None

    def open_targets(self) -> tuple[TargetRow, ...]:
        """Those that need a reason before it can be closed."""
        return tuple(t for t in self.targets if t.is_open)

    def at(self, now: datetime) -> RoundDetail:
        """Return the round with each row's lateness at ``now``."""
        return replace(self, targets=tuple(replace(t, late=self.lateness(t, now)) for t in self.targets))

    def lateness(self, target: TargetRow, now: datetime) -> str:
        """ "" in time or settled; ``due`` past the amber minutes; ``overdue`` past the red ones."""
        if not self.is_running or not target.is_open:
            return ""
        waited = now - self.opened_at
        if waited >= timedelta(minutes=self.plan.red_minutes):
            return "overdue"
        return "due" if waited >= timedelta(minutes=self.plan.amber_minutes) else ""


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round of the watch: planned, running, closed or not held."""

    name: str
    planned_at: datetime
    round_id: int | None
    state: str


def count(targets: tuple[TargetRow, ...]) -> Counts:
    """Count units by what their targets last said."""
    held = {result: 0 for result in Result}
    unasked = missed = relayed = 0
    for target in targets:
        settled = target.settled
        if settled is not None:
            held[settled.result] += target.covers
            relayed += target.covers if target.reach == "relay" and settled.result.is_answer else 0
        elif target.attempts:
            missed += target.covers
        else:
            unasked += target.covers
    answered = held[Result.NOTHING] + held[Result.SOMETHING] + held[Result.LATE]
    return Counts(
        total=sum(t.covers for t in targets),
        answered=answered,
        nothing=held[Result.NOTHING],
        something=held[Result.SOMETHING],
        late=held[Result.LATE],
        missed=missed,
        exempt=held[Result.EXEMPT],
        unasked=unasked,
        relayed=relayed,
    )


def questions_for(target: TargetRow, questions: tuple[SpecialQuestion, ...]) -> tuple[SpecialQuestion, ...]:
    """Return the questions put to the target's group."""
    return tuple(q for q in questions if not q.groups or target.group in q.groups)


def check_attempt(draft: AttemptDraft, questions: tuple[SpecialQuestion, ...]) -> AttemptDraft:
    """Return the draft cleaned, or refuse it.

    Raises:
        InvalidInput: field ``text``: 有情况 or 补报 without words, 免调 without reason; ``answer_n``: not 是 or 否.
        RuleViolation: ``dispatch.casualty_words``: 无情况 with words of casualties, asked once.
    """
    text = clean_text(draft.text).text
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("text", "input.too_long", limit=TEXT_LIMIT, length=len(text))
    if draft.result in (Result.SOMETHING, Result.LATE) and not text:
        raise InvalidInput("text", "dispatch.say_what", result=draft.result.words)
    if draft.result is Result.EXEMPT and not text:
        raise InvalidInput("text", "dispatch.say_why")
    words = " ".join((text, *draft.answers))
    if draft.result is Result.NOTHING and not draft.sure and (found := _CASUALTY.search(words)):
        raise RuleViolation("dispatch.casualty_words", word=found.group())
    for number, (question, answer) in enumerate(zip(questions, draft.answers, strict=False)):
        if question.answer is AnswerKind.YES_NO and answer.strip() and _yes_no(answer) is None:
            raise InvalidInput(f"answer_{number}", "dispatch.yes_or_no", question=question.text)
    return replace(draft, text=text, answerer=clean_text(draft.answerer).text[:60])


def read_answers(draft: AttemptDraft, questions: tuple[SpecialQuestion, ...]) -> tuple[Answer, ...]:
    """Return the answers that were given; words where a number was asked are kept and do not count."""
    given = []
    for question, typed in zip(questions, draft.answers, strict=False):
        text = clean_text(typed).text
        if not text:
            continue
        if question.answer is AnswerKind.YES_NO:
            text = _yes_no(text) or text
        counts = question.answer is not AnswerKind.NUMBER or half_width(text).isdigit()
        given.append(Answer(question.text, half_width(text) if counts else text, counts))
    return tuple(given)


def read_questions(typed: str) -> tuple[SpecialQuestion, ...]:
    """Read one question a line; ending in ``（是否）`` or ``（数）`` it wants 是/否 or a number.

    Raises:
        InvalidInput: field ``questions``: more than five.
    """
    found = []
    for line in filter(None, (clean_text(part).text for part in typed.splitlines())):
        kind, words = AnswerKind.TEXT, line
        for ending, meant in (("是否", AnswerKind.YES_NO), ("数", AnswerKind.NUMBER)):
            match = re.fullmatch(rf"(.+?)\s*[（(]{ending}[）)]", line)
            if match:
                kind, words = meant, match.group(1)
        found.append(SpecialQuestion(words, kind))
    if len(found) > QUESTION_LIMIT:
        raise InvalidInput("questions", "dispatch.too_many_questions", limit=QUESTION_LIMIT)
    return tuple(found)


def question_words(question: SpecialQuestion) -> str:
    """Spell a question as it is typed."""
    ending = {AnswerKind.YES_NO: "（是否）", AnswerKind.NUMBER: "（数）", AnswerKind.TEXT: ""}
    return question.text + ending[question.answer]


def check_reasons(open_targets: tuple[TargetRow, ...], reasons: dict[int, str]) -> dict[int, str]:
    """Return the reason of each open row, cleaned; refuse when one is missing.

    Raises:
        RuleViolation: ``dispatch.reasons_missing``, naming the units.
    """
    cleaned = {t.id: clean_text(reasons.get(t.id, "")).text for t in open_targets}
    missing = [t.name for t in open_targets if not cleaned[t.id]]
    if missing:
        shown = "、".join(missing[:6]) + (f" 等 {len(missing)} 个单位" if len(missing) > 6 else "")
        raise RuleViolation("dispatch.reasons_missing", units=shown)
    return cleaned


def _yes_no(typed: str) -> str | None:
    bare = half_width(typed).strip().lower()
    if bare in ("是", "y", "1", "有", "已"):
        return "是"
    return "否" if bare in ("否", "n", "0", "无", "未") else None
