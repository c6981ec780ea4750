#!/usr/bin/env python3
"""Reports sentences that break the language rules of docs/style.md: in comments and in the English documents.

It reads comments of C++, Python, Lua and CMake files, docstrings and names of test cases of Python, README.md and the English pages
of docs/ without headings and code. The rules are a short list of words, not a grammar, and miss a sentence rather than give a false
alarm.

    check_words.py [--count] [ROOT]     --count prints only how many sentences break each rule, by folder
"""

import io
import re
import sys
import tokenize
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import Iterator

VERB = (r"(?:is|was|are|were|has|had|have|does|did|do|may|must|can|cannot|comes?|came|leaves?|left|asks?|asked|says?|said"
        r"|goes|went|gets?|wants?|sends?|sent|reads?|writes?|wrote|talks?|types?|speaks?|spoke|owns?|uses?|calls?|sits?"
        r"|waits?|knows?|sees?|adds?|looks?|loses?|ends?|makes?|finds?|hears?|listens?|stands?|stays?|becomes?)")
BEGIN = r"(?:^|[.:;?!(]\s*)"
# A word that begins no further clause: "What a worker has while it runs." is a label.
PLAIN = r"(?!(?:that|which|who|where|when|while|if|as|so|and|but|or|until|before|after|because|than|how)\b)[\w'-]+"
RULES = {
    "he": re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I),
    "whoever": re.compile(r"\b(?:whoever|whomever|whosoever)\b", re.I),
    "who as an actor": re.compile(rf"{BEGIN}Who(?:m|se)?\s+(?!else\b)(?:\w+\s+)?{VERB}\b(?![^.?]*\?)"),
    "who without a noun": re.compile(r"\b(?:of|for|to|by|with|from|than|tells?|told|asks?) who\s+(?!else\b)\w+"),
    "what as an actor": re.compile(rf"{BEGIN}What\s+(?:{PLAIN}\s+){{0,4}}?{VERB}\b\s+(?:{PLAIN}\s+){{0,8}}?{VERB}\b(?![^.?]*\?)"),
    "what is said": re.compile(r"\bwhat (?:is|was|has been|had been) (?:said|to be said|heard)\b", re.I),
    "one as a person": re.compile(r"\b(?:when|if|as|while|once|where|what|than|how) one (?:comes?|said|asks?|wants?|types?"
                                  r"|leaves|speaks?|hears?|knows?|sees|might)\b|\boneself\b|\bone's own\b"),
    "whatever as an actor": re.compile(rf"{BEGIN}Whatever\s+(?![^.;]*,)"),
    "somebody": re.compile(r"\b(?:somebody|nobody) who\b", re.I),
}

# (file, part of a sentence, why it may stay).
ALLOWED: list[tuple[str, str, str]] = []

QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”|https?://\S+")
COMMENTS = {".h": r"(?<![:`\"'\w])//[/!<]*(.*)", ".cc": r"(?<![:`\"'\w])//[/!<]*(.*)", ".lua": r"(?:^|\s)--+(.*)",
            ".cmake": r"(?:^|\s)#(.*)", ".txt": r"(?:^|\s)#(.*)"}
FOLDERS = ("host", "client", "tests", "scripts", "plugins", "packaging")
Lines = list[tuple[int, str]]


def comment_lines(path: Path) -> Lines:
    """The lines of comments, with an empty line before each comment that begins behind code."""
    text, lines = path.read_text(errors="replace"), []
    if path.suffix != ".py":
        for number, line in enumerate(text.splitlines(), 1):
            if match := re.search(COMMENTS[path.suffix], line):
                lines += [(number, "")] * bool(line[:match.start()].strip()) + [(number, match[1])]
        return lines
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME and token.string.startswith("test_") and token.line.lstrip().startswith("def "):
            lines += [(token.start[0], ""), (token.start[0], token.string.removeprefix("test_").replace("_", " ").capitalize() + ".")]
        is_docstring = token.type == tokenize.STRING and token.string.startswith('"""') and not token.line[:token.start[1]].strip()
        if is_docstring or (token.type == tokenize.COMMENT and not token.string.startswith("#!")):
            lines += [(number, line.strip('#"! ')) for number, line in enumerate(token.string.splitlines(), token.start[0])]
    return lines


def document_lines(path: Path) -> Lines:
    """The lines of text, with an empty line before each item and each row of a table."""
    lines, in_code = [], False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fence = line.lstrip().startswith("```")
        in_code ^= fence
        if fence or in_code or line.startswith(("    ", "#")):
            line = ""
        lines += [(number, "")] * bool(re.match(r"\s*(?:[*|]|\d+\.)\s", line))
        lines.append((number, line.strip("* ")))
    return lines


def sentences_of(lines: Lines) -> Iterator[tuple[int, str]]:
    """Joins neighbouring lines and cuts them where sentences end; each with the number of its first line."""
    text, starts, numbers = "", [], []
    for number, line in [*lines, (0, "")]:
        if text and (number != numbers[-1] + 1 or not line.strip() or line.lstrip().startswith("- ")):
            for match in re.finditer(r"\S.*?(?:[.!?](?=\s+[A-Z`*(\"])|\s\|(?=\s)|$)", text):
                yield numbers[bisect_right(starts, match.start()) - 1], match[0]
            text, starts, numbers = "", [], []
        if line.strip():
            starts.append(len(text))
            numbers.append(number)
            text += line.strip(" -") + " "


def broken_rules(sentence: str) -> list[str]:
    plain = QUOTED.sub("X", sentence).strip("|-* ")
    return [name for name, pattern in RULES.items() if pattern.search(plain)]


def texts_of(root: Path) -> Iterator[tuple[Path, Lines]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            is_code = path.suffix in {*COMMENTS, ".py"} and (path.suffix != ".txt" or path.name == "CMakeLists.txt")
            if is_code and path.is_file() and "corpus" not in path.parts:
                yield path, comment_lines(path)
    for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        if "zh" not in path.parts:
            yield path, document_lines(path)


def check(root: Path) -> list[tuple[Path, int, str, list[str]]]:
    found = [(path.relative_to(root), number, sentence, broken_rules(sentence))
             for path, lines in texts_of(root) for number, sentence in sentences_of(lines)]
    return [one for one in found if one[3] and not any(one[0].match(file) and part in one[2] for file, part, _ in ALLOWED)]


def rules_work() -> bool:
    """A check that cannot fail is none."""
    bad = ["Who leaves waits until all has arrived.", "It is stored. He is told so.", "Whoever asks gets an answer.",
           "It helps where one asks.", "What finds no room is dropped.", "The answer is for\nwho sent the line.",
           "It repeats what is\nsaid.", "Whatever comes is read.", "It waits for somebody who has it."]
    good = ["The queue drops what does not fit.", "Next event to submit, or nullopt.", "The newcomer is told why.",
            "A member who leaves is removed.", "What a worker has while it runs.", "Who is in the room?", "Nobody hears of it.",
            "Whatever a plugin does, the relay goes on.", "The new one reads its file.", "The sender gets `he` and \"who comes\"."]

    def breaks(text: str) -> bool:
        return any(broken_rules(sentence) for _, sentence in sentences_of(list(enumerate(text.split("\n"), 1))))
    return all(map(breaks, bad)) and not any(map(breaks, good))


def print_counts(found: list[tuple[Path, int, str, list[str]]]) -> None:
    folders = Counter("/".join(path.parts[:-1][:2]) or path.name for path, *_ in found)
    rules = Counter(rule for *_, broken in found for rule in broken)
    for name, count in folders.most_common() + rules.most_common():
        print(f"{count:5d}  {name}")
    print(f"{len(found):5d}  sentences")


def main() -> int:
    roots = [Path(word) for word in sys.argv[1:] if word != "--count"] or [Path(__file__).parent.parent]
    found = check(roots[0].resolve())
    if not rules_work():
        print("the check itself is broken: a rule misses its example or hits a good one", file=sys.stderr)
        return 1
    if "--count" in sys.argv:
        print_counts(found)
        return 0
    for path, number, sentence, rules in found:
        print(f"{path}:{number}: {', '.join(rules)}: {sentence.strip()[:140]}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
