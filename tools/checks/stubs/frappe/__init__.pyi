# What type checking needs to know of Frappe: which calls never return, and what _() gives. The rest is Any.
from typing import Any, NoReturn

def throw(
	msg: str,
	exc: type[Exception] | Exception = ...,
	title: str | None = ...,
	is_minimizable: bool = ...,
	wide: bool = ...,
	as_list: bool = ...,
	primary_action: Any = ...,
) -> NoReturn: ...
def _(msg: str, lang: str | None = ..., context: str | None = ...) -> str: ...
def __getattr__(name: str) -> Any: ...
