"""What a list or a print may show of personal data: the rest is stars."""

_COMPOUND_SURNAMES = frozenset(
	[
		"欧阳",
		"太史",
		"端木",
		"上官",
		"司马",
		"东方",
		"独孤",
		"南宫",
		"万俟",
		"闻人",
		"夏侯",
		"诸葛",
		"尉迟",
		"公羊",
		"赫连",
		"澹台",
		"皇甫",
		"宗政",
		"濮阳",
		"公冶",
		"太叔",
		"申屠",
		"公孙",
		"慕容",
		"仲孙",
		"钟离",
		"长孙",
		"宇文",
		"司徒",
		"鲜于",
		"司空",
		"闾丘",
		"子车",
		"亓官",
		"司寇",
		"巫马",
		"公西",
		"颛孙",
		"壤驷",
		"公良",
		"漆雕",
		"乐正",
		"宰父",
		"谷梁",
		"拓跋",
		"夹谷",
		"轩辕",
		"令狐",
		"段干",
		"百里",
		"呼延",
		"东郭",
		"南门",
		"羊舌",
		"微生",
		"公户",
		"公玉",
		"公仪",
		"梁丘",
		"公仲",
		"公上",
		"公门",
		"公山",
		"公坚",
		"左丘",
		"公伯",
		"西门",
		"公祖",
		"第五",
		"公乘",
		"贯丘",
		"公皙",
		"南荣",
		"东里",
		"东宫",
		"仲长",
		"子书",
		"子桑",
		"即墨",
		"达奚",
		"褚师",
		"纳兰",
		"完颜",
	]
)


def mask_citizen_id(value: str) -> str:
	"""First three and last four characters."""
	return _keep_ends(value, 3, 4)


def mask_phone(value: str) -> str:
	"""First three and last four digits."""
	return _keep_ends(value, 3, 4)


def mask_account(value: str) -> str:
	"""Last four digits."""
	return _keep_ends(value, 0, 4)


def mask_name(value: str) -> str:
	"""The surname and two stars, whatever the length of the name, so that the length stays hidden."""
	name = value.strip()
	if not name:
		return ""
	compound = len(name) > 2 and name[:2] in _COMPOUND_SURNAMES
	return (name[:2] if compound else name[0]) + "**"


def _keep_ends(value: str, head: int, tail: int) -> str:
	"""Stars for the middle; a value too short to hide anything becomes stars altogether."""
	text = value.strip()
	hidden = len(text) - head - tail
	if hidden < min(4, len(text)):
		return "*" * len(text)
	return text[:head] + "*" * hidden + text[len(text) - tail :]
