"""Chinese personal names with their pinyin, drawn from common surnames and given names."""

from functools import cache
from random import Random

from pypinyin import lazy_pinyin

from social_assistance.domain.registry.names import build_name_pinyin

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
_MALE = "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建国志海文德福祥贵清义云山成才根生"
_FEMALE = "芳娜敏静丽艳娟霞秀兰玲桂英红梅慧颖雪琴倩月莉燕萍凤洁琳欣怡佳淑珍爱莲翠春花荣香巧云瑞彩"
# Given names of the generation born before 1970, and of those after 2005.
_OLD_MALE = (
	"建国",
	"国庆",
	"福贵",
	"德才",
	"保山",
	"根生",
	"永明",
	"志远",
	"文清",
	"得水",
	"金成",
	"玉山",
	"万福",
	"新平",
)
_OLD_FEMALE = (
	"秀英",
	"桂兰",
	"玉梅",
	"淑珍",
	"翠花",
	"春香",
	"凤英",
	"素琴",
	"爱莲",
	"巧云",
	"桂香",
	"玉兰",
	"秀荣",
	"月娥",
)
_YOUNG_MALE = ("子轩", "浩然", "宇航", "梓豪", "俊熙", "一鸣", "嘉懿", "博文", "思远", "晨阳")
_YOUNG_FEMALE = ("梓涵", "欣怡", "诗涵", "雨桐", "可馨", "语嫣", "若曦", "佳怡", "思琪", "梦瑶")
GENERATIONS = {
	True: (_OLD_MALE, tuple(_MALE), _YOUNG_MALE),
	False: (_OLD_FEMALE, tuple(_FEMALE), _YOUNG_FEMALE),
}
_OLD_BEFORE, _YOUNG_FROM = 1970, 2005


def draw_surname(rng: Random) -> str:
	"""A surname, the common ones more often."""
	return SURNAMES[int(len(SURNAMES) * rng.random() ** 2)]


def draw_given_name(rng: Random, is_male: bool, birth_year: int) -> str:
	old, middle, young = GENERATIONS[is_male]
	if birth_year < _OLD_BEFORE and rng.random() < 0.6:
		return rng.choice(old)
	if birth_year >= _YOUNG_FROM and rng.random() < 0.6:
		return rng.choice(young)
	first = rng.choice(middle)
	return first if rng.random() < 0.3 else first + rng.choice(middle)


@cache
def _syllable(character: str, is_surname: bool) -> str:
	"""One character's reading; the given names above have no ambiguous ones."""
	whole, _initials = build_name_pinyin(character).split() if is_surname else lazy_pinyin(character) * 2
	return whole


def build_pinyin(family: str, given: str) -> str:
	"""Build the pinyin that `build_name_pinyin` gives for the whole name, from known syllables."""
	syllables = [_syllable(family, True), *(_syllable(character, False) for character in given)]
	return f"{''.join(syllables)} {''.join(syllable[0] for syllable in syllables)}"
