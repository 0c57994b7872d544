"""What can be changed in a C source, one place at a time: operators, constants, conditions, statements."""
import bisect
import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<space>\s+|/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
      |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      |(?P<word>[A-Za-z_]\w*)
      |(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
      |(?P<sign><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|.)""", re.S | re.M | re.X)

# What a compiler does not take, such as a pointer's * as a division, is found out by compiling.
SIGNS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",),
         "&&": ("||",), "||": ("&&",), "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("*",),
         "<<": (">>",), ">>": ("<<",), "&": ("|",), "|": ("&",), "^": ("&",), "++": ("--",), "--": ("++",),
         "+=": ("-=",), "-=": ("+=",), "*=": ("/=",), "/=": ("*=",), "|=": ("&=",), "&=": ("|=",),
         "<<=": (">>=",), ">>=": ("<<=",), "!": ("",)}
WORDS = {"true": ("false",), "false": ("true",)}
NO_STATEMENT = {"if", "for", "while", "do", "switch", "case", "default", "else", "goto"}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)")
REAL = re.compile(r"\d+\.\d*")


@dataclass(frozen=True)
class Place:
    """A change of text[begin:end] of a file."""
    path: str
    function: str
    begin: int
    end: int
    after: str
    kind: str
    line: int
    first: int  # the lines of the statement, by which compilers count what is reached
    last: int
    shown: str  # the line before and after, for people and for the list of what changes nothing

    def apply(self, text):
        return text[:self.begin] + self.after + text[self.end:]


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    begin: int
    end: int


def tokens_of(text):
    found = (Token(m.lastgroup, m.group(), m.start(), m.end()) for m in TOKEN.finditer(text))
    return [token for token in found if token.kind != "space"]


def bodies_of(tokens):
    """Where functions begin and end: braces that follow a parenthesis outside of all others."""
    depth = begin = 0
    for i, token in enumerate(tokens):
        if token.text == "{":
            if depth == 0:
                begin = i if i > 0 and tokens[i - 1].text == ")" else None
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0 and begin is not None:
                yield begin, i


def partner_of(tokens, i):
    """The parenthesis that closes the one at i."""
    depth = 0
    for j in range(i, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[j].text, 0)
        if depth == 0:
            return j
    return None


def constants_of(text):
    whole = INTEGER.fullmatch(text)
    if whole:
        value, suffix = int(whole[1], 0 if whole[1][:2] in ("0x", "0X") else 10), whole[2]
        return [f"{value + 1}{suffix}"] + ([f"0{suffix}"] if value > 1 else [])
    return [f"({text} + 1)"] if REAL.fullmatch(text) else []


def simple_changes(token):
    if token.kind == "sign":
        return "operator", SIGNS.get(token.text, ())
    if token.kind == "word":
        return "constant", WORDS.get(token.text, ())
    return "constant", constants_of(token.text) if token.kind == "number" else ()


def name_of(tokens, begin):
    """Of the function whose body begins there."""
    i, depth = begin - 1, 0
    while True:
        depth += {")": 1, "(": -1}.get(tokens[i].text, 0)
        if depth == 0:
            return tokens[i - 1].text
        i -= 1


def condition_of(tokens, i):
    """The parentheses behind if or while."""
    if tokens[i].text not in ("if", "while") or tokens[i + 1].text != "(":
        return None
    return i + 1, partner_of(tokens, i + 1)


def statement_of(tokens, i, headers, last):
    """The end of the statement that begins at i, when there is one that can be left out."""
    before = tokens[i - 1]
    begins = before.text in ("{", "}", ";", "else") or i - 1 in headers
    if not begins or tokens[i].kind not in ("word", "sign") or tokens[i].text in NO_STATEMENT | {";", "{", "}"}:
        return None
    j = i
    while tokens[j].text != ";":
        if tokens[j].text in "{}" or j >= last:
            return None
        j += 1
    ends_function = tokens[i].text == "return" and j + 1 == last
    return None if ends_function else j


def headers_of(tokens, begin, end):
    """The parentheses that close the heads of if, while and for."""
    return {partner_of(tokens, i + 1) for i in range(begin, end)
            if tokens[i].text in ("if", "while", "for") and tokens[i + 1].text == "("}


def changes_of_body(tokens, text, begin, end):
    headers = headers_of(tokens, begin, end)
    for i in range(begin + 1, end):
        token = tokens[i]
        kind, afters = simple_changes(token)
        for after in afters:
            yield token.begin, token.end, after, kind
        condition = condition_of(tokens, i)
        if condition:
            first, last = tokens[condition[0]].begin, tokens[condition[1]].end
            yield first, last, f"(!{text[first:last]})", "condition"
        last = statement_of(tokens, i, headers, end)
        if last is not None:
            yield token.begin, tokens[last].end, ";", "statement"


def shown(text, begin, end, after):
    """Line for line, without the space around."""
    first, last = text.rfind("\n", 0, begin) + 1, text.find("\n", end)
    def squeeze(piece):
        return " ".join(piece.split())
    return f"{squeeze(text[first:last])} -> {squeeze(text[first:begin] + after + text[end:last])}"


def span_of(tokens, text, begin, end):
    """The lines from the end of the statement before to the end of this one, or to where a block begins."""
    ends = [token.begin for token in tokens if token.text in (";", "{", "}")]
    before = bisect.bisect_left(ends, begin)
    first = min(token.begin for token in tokens if token.begin > (ends[before - 1] if before else -1))
    last = ends[min(bisect.bisect_left(ends, max(end - 1, begin)), len(ends) - 1)]
    return text.count("\n", 0, first) + 1, text.count("\n", 0, last) + 1


def places_of(path, text):
    tokens = tokens_of(text)
    return [Place(path, name_of(tokens, body[0]), begin, end, after, kind, text.count("\n", 0, begin) + 1, *span_of(tokens, text, begin, end),
                  shown(text, begin, end, after))
            for body in bodies_of(tokens)
            for begin, end, after, kind in changes_of_body(tokens, text, *body)]
