"""Chinese personal names: one written form, and the pinyin under which clerks search and duplicates are found."""

import re
import unicodedata

from pypinyin import lazy_pinyin

_DOTS = re.compile(r"[·•‧∙⋅・･.．。]")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_ALLOWED = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134fA-Za-z· '\-]{2,60}")
# Characters that sound different as a surname.
_SURNAME_READINGS = {
	"单": "shan", "解": "xie", "查": "zha", "曾": "zeng", "仇": "qiu", "朴": "piao", "区": "ou", "任": "ren",
	"盖": "ge", "华": "hua", "尉": "wei", "乐": "yue", "缪": "miao", "翟": "zhai", "冼": "xian", "繁": "po",
	"员": "yun", "召": "shao", "种": "chong", "秘": "bi", "折": "she", "黑": "he", "覃": "qin", "宁": "ning",
}  # fmt: skip


def tidy_name(text: str) -> str:
	"""Full-width letters become plain, spaces inside Chinese names go, every kind of middle dot becomes one."""
	plain = " ".join(unicodedata.normalize("NFKC", text).split())
	return _DOTS.sub("·", _BETWEEN_HAN.sub("", plain))


def is_plausible_name(name: str) -> bool:
	"""Two to sixty Chinese characters or letters; digits and marks show that another field was typed here."""
	return bool(_ALLOWED.fullmatch(name))


def build_name_pinyin(name: str) -> str:
	"""Whole pinyin and initials, `zhangxiaoming zxm`, so that a clerk may type either."""
	syllables = lazy_pinyin(name.replace("·", ""))
	if not syllables:
		return ""
	syllables[0] = _SURNAME_READINGS.get(name[0], syllables[0])
	whole = re.sub(r"[^a-z]", "", "".join(syllables).lower())
	initials = "".join(syllable[0] for syllable in syllables if syllable[0].isalpha()).lower()
	return f"{whole} {initials}"
