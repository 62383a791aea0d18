"""Readings of Chinese names: full pinyin and initials, every reading of a polyphonic surname."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache

from zbyj_duty.core.validate import half_width

SURNAMES: dict[str, tuple[str, ...]] = {
    "曾": ("zeng", "ceng"),
    "查": ("zha", "cha"),
    "单": ("shan", "dan"),
    "仇": ("qiu", "chou"),
    "区": ("ou", "qu"),
    "解": ("xie", "jie"),
    "乐": ("yue", "le"),
    "盖": ("ge", "gai"),
    "朴": ("piao", "pu"),
    "尉": ("wei", "yu"),
    "覃": ("qin", "tan"),
    "缪": ("miao", "mou"),
    "翟": ("zhai", "di"),
    "任": ("ren",),
    "华": ("hua",),
    "薄": ("bo", "bao"),
    "种": ("chong", "zhong"),
    "员": ("yun", "yuan"),
    "逄": ("pang",),
    "逢": ("pang", "feng"),
    "冼": ("xian",),
    "牟": ("mu", "mou"),
    "宿": ("su", "xiu"),
    "纪": ("ji",),
    "过": ("guo",),
    "卜": ("bu",),
    "召": ("shao", "zhao"),
    "燕": ("yan",),
    "葛": ("ge",),
    "应": ("ying",),
    "令": ("ling",),
    "谌": ("chen", "shen"),
    "晟": ("cheng", "sheng"),
    "隗": ("wei", "kui"),
    "郇": ("xun", "huan"),
    "黑": ("he", "hei"),
    "秘": ("bi", "mi"),
    "折": ("she", "zhe"),
    "都": ("du", "dou"),
    "车": ("che",),
    "石": ("shi",),
    "褚": ("chu", "zhu"),
    "贾": ("jia",),
    "洗": ("xian", "xi"),
    "繁": ("po", "fan"),
    "宓": ("mi", "fu"),
    "不": ("biao", "bu"),
    "句": ("gou", "ju"),
    "阚": ("kan",),
    "哈": ("ha",),
    "那": ("na",),
    "尹": ("yin",),
    "臧": ("zang",),
    "訾": ("zi",),
    "佘": ("she",),
    "麻": ("ma",),
    "殷": ("yin",),
}
COMPOUND: dict[str, tuple[str, str]] = {
    "欧阳": ("ou", "yang"),
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "令狐": ("ling", "hu"),
    "宇文": ("yu", "wen"),
    "司马": ("si", "ma"),
    "上官": ("shang", "guan"),
    "诸葛": ("zhu", "ge"),
    "夏侯": ("xia", "hou"),
}
RARE: dict[str, tuple[str, ...]] = {
    "䶮": ("yan",),
    "𬭎": ("hong",),
    "堃": ("kun",),
    "喆": ("zhe",),
    "犇": ("ben",),
    "𠮷": ("ji",),
    "珺": ("jun",),
    "翀": ("chong",),
    "玥": ("yue",),
    "彧": ("yu",),
    "垚": ("yao",),
    "焱": ("yan",),
    "淼": ("miao",),
    "鑫": ("xin",),
    "昇": ("sheng",),
    "旻": ("min",),
    "頔": ("di",),
    "燚": ("yi",),
    "龑": ("yan",),
}
_LIMIT = 24


@lru_cache(maxsize=8192)
def syllables(character: str) -> tuple[str, ...]:
    """Return the readings of one character in general use, without tones; () for what is not Chinese."""
    if character in RARE:
        return RARE[character]
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    return _from_library(character)


def _from_library(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(s.replace("ü", "v") for s in found[0])) if found else ()


@cache
def _word(text: str) -> tuple[str, ...]:
    """Return the library's reading of a whole word, one syllable a character where it knows them."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.NORMAL, errors="ignore"))


def name_readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return every reading of a person's name as tuples of syllables, the usual one first."""
    for surname, reading in COMPOUND.items():
        if name.startswith(surname) and len(name) > len(surname):
            choices = [(s,) for s in reading] + [syllables(c) or ("",) for c in name[len(surname) :]]
            return _combined(choices)
    first = SURNAMES.get(name[:1]) or syllables(name[:1]) or ("",)
    return _combined([first, *((syllables(c) or ("",)) for c in name[1:])])


def _combined(choices: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(itertools.islice(itertools.product(*choices), _LIMIT))


def unit_readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a unit's name: the library's own for the words, then other readings."""
    plain = tuple(s for c in name for s in (syllables(c)[:1] or ("",)))
    whole = _word(name)
    return tuple(dict.fromkeys((whole, plain))) if len(whole) == len(name) else (plain,)


def search_keys(name: str, is_person: bool, corrected: str = "") -> frozenset[str]:
    """Return what a query may be compared with: initials and full pinyin of every reading.

    Args:
        name: Chinese name of a person or a unit.
        is_person: the first character is a surname.
        corrected: a reading corrected by hand, syllables parted by blanks; it is added.
    """
    readings = name_readings(name) if is_person else unit_readings(name)
    if corrected.strip():
        readings = (tuple(corrected.lower().split()), *readings)
    keys = set()
    for reading in readings:
        keys.add("".join(reading))
        keys.add("".join(s[:1] for s in reading))
    keys.discard("")
    return frozenset(keys)


def ascii_reading(name: str, corrected: str = "") -> str:
    """Return the usual reading in ASCII, for a certificate's subject."""
    if corrected.strip():
        return corrected.strip()
    return " ".join(s for s in name_readings(name)[0] if s) or "x"


def matches(query: str, name: str, keys: frozenset[str]) -> bool:
    """Tell whether a query finds a name: by a piece of the name, or the beginning of initials or pinyin."""
    wanted = half_width(query).strip().lower()
    if not wanted:
        return False
    if wanted in name.lower():
        return True
    return wanted.isascii() and any(key.startswith(wanted) for key in keys)
