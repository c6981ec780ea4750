#!/usr/bin/env python3
"""Writes the manual pages of a program, in English and Chinese, and its completions, from its --help.

    write.py PROGRAM SECTION MORE OUT

MORE is a file with further sections of the page, with NAME.zh.man beside NAME.man; OUT becomes a tree like /usr/share.
"""

import gzip
import sys
from pathlib import Path

from bash import bash_completion
from fish import fish_completion
from page import manual_page
from usage import read
from zsh import zsh_completion


def main(program_path: str, section: str, more: str, out: str) -> None:
    program = read(program_path)
    name = program.name
    page = manual_page(program, section, Path(more).read_text())
    chinese_more = Path(more).with_suffix(".zh.man").read_text()
    chinese_page = manual_page(read(program_path, "zh"), section, chinese_more, chinese=True)
    files = {
        f"bash-completion/completions/{name}": bash_completion(program),
        f"zsh/vendor-completions/_{name}": zsh_completion(program),
        f"fish/vendor_completions.d/{name}.fish": fish_completion(program),
    }
    for path, text in files.items():
        file = Path(out, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    # The English page last, because the build compares its time.
    for folder, text in (("man/zh_CN", chinese_page), ("man", page)):
        file = Path(out, folder, f"man{section}/{name}.{section}.gz")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
