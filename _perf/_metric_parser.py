"""The parser of metric expressions: from their text to the steps that compute them.

Constant parts are computed here: what a condition such as `#smt_on` rules out on this machine
leaves no events behind. Text is untrusted: its length, its nesting and what the metrics that it
names add to it are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from _perf._metric_literals import cpuid_matches, literal
from _perf._metric_steps import BINARY, FUNCTIONS, Operator, Question, Read, Step, choose, negate

MAX_TEXT, MAX_STEPS, MAX_DEPTH = 1 << 16, 1 << 16, 64

TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.:@\\]))
    |(?P<literal>\#[\w.-]+)
    |(?P<name>(?:[\w.:@]|\\[-,=])+)
    |(?P<sign>[-|^&<>+*/%(),])""",
    re.ASCII | re.VERBOSE,
)


class Token(NamedTuple):
    """A word of an expression; the last one is empty."""

    kind: str
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression shares with those of the metrics that it names."""

    metrics: Mapping[str, str]
    exists: Callable[[str], bool] | None
    system_wide: bool
    parsed: dict[str, tuple[Step, ...] | None] = field(default_factory=dict)  # None: begun


class Parser:
    """One text being parsed."""

    def __init__(self, scope: Scope, text: str, metric: str = "", depth: int = 0) -> None:
        self._scope = scope
        self._metric = metric
        self._depth = depth
        self._steps: list[Step] = []
        self._tokens = self._split(text)
        self._next = next(self._tokens)

    def steps(self) -> tuple[Step, ...]:
        self._conditional()
        if self._next.kind != "end":
            self._fail("an operator is missing before", self._next)
        return tuple(self._steps)

    def _fail(self, problem: str, token: Token) -> NoReturn:
        place = f"metric {self._metric}, column" if self._metric else "column"
        what = f"'{token.text}'" if token.text else "the end"
        raise ValueError(f"{place} {token.column}: {problem} {what}")

    def _split(self, text: str) -> Iterator[Token]:
        if len(text) > MAX_TEXT:
            self._fail("the expression is too long before", Token("end", "", MAX_TEXT + 1))
        at = 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:
                self._fail("nothing can be made of", Token("sign", text[at], at + 1))
            if found.lastgroup != "space":
                yield Token(str(found.lastgroup), found[0], at + 1)
            at = found.end()
        yield Token("end", "", len(text) + 1)

    def _advance(self) -> Token:
        token = self._next
        self._next = next(self._tokens, token)
        return token

    def _take(self, text: str) -> bool:
        """Go past the token if it is this one."""
        found = self._next.text == text
        if found:
            self._advance()
        return found

    def _expect(self, text: str) -> None:
        if not self._take(text):
            self._fail(f"'{text}' is missing before", self._next)

    def _conditional(self) -> None:
        """Parse `a if c else b`, where b may be another one, or just a."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail("the expression is nested too deeply at", self._next)
        begin = len(self._steps)
        self._operations()
        if self._take("if"):
            middle = len(self._steps)
            self._operations()
            self._expect("else")
            end = len(self._steps)
            self._conditional()
            self._choose(begin, middle, end)
        self._depth -= 1

    def _choose(self, begin: int, middle: int, end: int) -> None:
        """End a conditional, or leave only the steps of what its constant condition chooses."""
        condition = self._steps[middle:end]
        if len(condition) > 1 or not isinstance(condition[0], float):
            self._steps.append(choose)
        elif condition[0] != 0:
            del self._steps[middle:]
        else:
            del self._steps[begin:end]

    def _operations(self) -> None:
        """Parse operands with operators between them, those that bind tighter applied first."""
        waiting: list[str] = []
        self._operand()
        while (sign := self._next.text) in BINARY:
            while waiting and BINARY[waiting[-1]].precedence >= BINARY[sign].precedence:
                self._apply(BINARY[waiting.pop()].operator)
            waiting.append(self._advance().text)
            self._operand()
        while waiting:
            self._apply(BINARY[waiting.pop()].operator)

    def _apply(self, operator: Operator) -> None:
        """Add an operator, or its value: the last steps, if all are constants, are its operands."""
        operands = [x for x in self._steps[-operator.arity :] if isinstance(x, float)]
        if len(operands) == operator.arity:
            self._steps[-operator.arity :] = [operator.function(*operands)]
        else:
            self._steps.append(operator)

    def _operand(self) -> None:
        negative = False
        while self._take("-"):
            negative = not negative
        token = self._advance()
        if token.kind == "number":
            self._steps.append(float(token.text))
        elif token.kind == "literal":
            self._literal(token)
        elif token.text == "(":
            self._conditional()
            self._expect(")")
        elif token.text in FUNCTIONS:
            self._function(FUNCTIONS[token.text])
        elif token.kind == "name" and token.text not in ("if", "else"):
            self._name(token)
        else:
            self._fail("a value is missing before", token)
        if negative:
            self._apply(negate)

    def _literal(self, token: Token) -> None:
        value = literal(token.text[1:].lower(), system_wide=self._scope.system_wide)
        if value is None:
            self._fail("there is no literal", token)
        self._steps.append(value)

    def _function(self, function: Operator) -> None:
        self._expect("(")
        self._conditional()
        self._expect(",")
        self._conditional()
        self._expect(")")
        self._apply(function)

    def _name(self, token: Token) -> None:
        """Parse a question about an event, the name of a metric or that of an event."""
        if token.text == "strcmp_cpuid_str":
            self._steps.append(cpuid_matches(self._argument()))
        elif token.text == Question.KNOWN.value and self._scope.exists is not None:
            self._steps.append(float(self._scope.exists(self._argument())))
        elif token.text in (Question.KNOWN.value, Question.COUNT.value):
            self._steps.append(Read(Question(token.text), self._argument()))
        elif token.text.lower() in self._scope.metrics:
            self._named_metric(token)
        else:
            self._steps.append(Read(Question.VALUE, _plain(token.text)))

    def _argument(self) -> str:
        self._expect("(")
        token = self._advance()
        if token.kind not in ("name", "number"):
            self._fail("a name is missing before", token)
        self._expect(")")
        return _plain(token.text)

    def _named_metric(self, token: Token) -> None:
        name, parsed = token.text.lower(), self._scope.parsed
        if name not in parsed:
            parsed[name] = None
            text = self._scope.metrics[name]
            parsed[name] = Parser(self._scope, text, name, self._depth).steps()
        steps = parsed[name]
        if steps is None:
            self._fail("a metric needs its own value:", token)
        if len(self._steps) + len(steps) > MAX_STEPS:
            self._fail("the metrics that it names make it too long at", token)
        self._steps.extend(steps)


def _plain(name: str) -> str:
    """Return the name without escapes, with slashes where perf's expressions have @."""
    return name.replace("\\", "").replace("@", "/")
