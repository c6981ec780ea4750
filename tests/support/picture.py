"""A terminal's screen as an SVG picture that reads on light and on dark.

Rows come with SGR sequences (ECMA-48, 8.3.117), as `tmux capture-pane -e` writes them. Each run of one look is
one <text> that is as wide as its columns, so that no font can push the rows apart, wide characters included.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from html import escape
from typing import Iterator

COLUMN, ROW, MARGIN = 8.4, 19.0, 14.0  # Pixels: a column of a 14 pixel font, a row, around the screen.
SEQUENCE = re.compile(r"\x1b\[([0-9;:]*)m")

# The sixteen colours of a terminal, for a light and for a dark page.
LIGHT = ("#24292f #b3261e #2e6b1f #7a5600 #1f55b5 #8a2f8f #0b6b6f #57606a "
         "#57606a #c5352b #3c7d2b #8f6600 #2f66c9 #9d3fa3 #117b80 #24292f").split()
DARK = ("#6e7681 #ff8a80 #7fce6e #e3b341 #79b0ff #e59aea #5fd0d4 #d0d7de "
        "#8b949e #ffa198 #94de84 #f0c75e #9cc5ff #efb3f2 #7fe0e4 #f0f3f6").split()


@dataclass(frozen=True)
class Look:
    colour: int | None = None  # Of 256.
    back: int | None = None
    bold: bool = False
    faint: bool = False
    reverse: bool = False


@dataclass(frozen=True)
class Pane:
    title: str
    rows: list[str]


def width_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns_of(row: str) -> int:
    return sum(map(width_of, SEQUENCE.sub("", row)))


# ── Reading a row ────────────────────────────────────────────────────────────────────────────────

SWITCHES = {1: {"bold": True}, 2: {"faint": True}, 7: {"reverse": True}, 22: {"bold": False, "faint": False},
            27: {"reverse": False}, 39: {"colour": None}, 49: {"back": None}}


def changed(look: Look, numbers: list[int]) -> Look:
    numbers = list(numbers)
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            look = Look()
        elif number in SWITCHES:
            look = replace(look, **SWITCHES[number])
        elif number in (38, 48):
            look = replace(look, **{"colour" if number == 38 else "back": indexed(numbers)})
        elif number // 10 in (3, 9):
            look = replace(look, colour=number % 10 + (8 if number >= 90 else 0))
        elif number // 10 in (4, 10):
            look = replace(look, back=number % 10 + (8 if number >= 100 else 0))
    return look


def indexed(numbers: list[int]) -> int | None:
    """Takes "5;N" away. Colours of any other form are not used, and left to the default."""
    taken, numbers[:] = (numbers[:2], numbers[2:]) if numbers[:1] == [5] else (numbers[:4], numbers[4:])
    return taken[1] if taken[:1] == [5] else None


def of_one_width(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if piece and width_of(character) not in (0, width_of(piece[0])):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def runs(row: str) -> Iterator[tuple[str, Look]]:
    """The row cut where the look changes, and between narrow and wide characters."""
    look, place = Look(), 0
    for match in SEQUENCE.finditer(row):
        yield from ((piece, look) for piece in of_one_width(row[place:match.start()]))
        look = changed(look, [int(number or 0) for number in re.split("[;:]", match[1])])
        place = match.end()
    yield from ((piece, look) for piece in of_one_width(row[place:]))


# ── Drawing ──────────────────────────────────────────────────────────────────────────────────────


def colour_of(index: int) -> str:
    """Of the 256: the cube and the greys; the first sixteen are classes."""
    if index >= 232:
        return "#" + f"{8 + 10 * (index - 232):02x}" * 3
    steps = (0, 95, 135, 175, 215, 255)
    index -= 16
    return "#" + "".join(f"{steps[index // place % 6]:02x}" for place in (36, 6, 1))


def lightened(colour: str) -> str:
    """Lightens a colour made for a white page, for a dark one."""
    parts = [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{part + (255 - part) * 45 // 100:02x}" for part in parts)


def name_of(colour: int | None) -> str:
    return "" if colour is None else f"c{colour}"


def classes_of(look: Look) -> str:
    words = [name_of(look.colour), "bold" if look.bold else "", "faint" if look.faint else ""]
    if look.reverse:
        words = ["turned", words[1]]
    return " ".join(word for word in words if word)


def draw_run(text: str, look: Look, x: float, y: float) -> str:
    wide = columns_of(text) * COLUMN
    box = ""
    if look.reverse or look.back is not None:
        name = "ink" if look.reverse else "b" + name_of(look.back)
        box = f'<rect class="{name}" x="{x:.1f}" y="{y - 14:.1f}" width="{wide:.1f}" height="{ROW:g}"/>'
    if not text.strip():
        return box
    kind = f' class="{classes_of(look)}"' if classes_of(look) else ""
    return f'{box}<text{kind} x="{x:.1f}" y="{y:.1f}" textLength="{wide:.1f}">{escape(text, quote=False)}</text>'


def draw_row(row: str, y: float) -> str:
    drawn, x = [], MARGIN
    for text, look in runs(row):
        drawn.append(draw_run(text, look, x, y))
        x += columns_of(text) * COLUMN
    return "".join(drawn)


def style_sheet(used: set[int]) -> str:
    def page(sixteen: list[str], ink: str, paper: str, bar: str, dark: bool) -> str:
        lines = [f".ink{{fill:{ink}}}.paper{{fill:{paper};stroke:{bar}}}.bar{{fill:{bar}}}text{{fill:{ink}}}",
                 f".turned{{fill:{paper}}}"]
        for index in sorted(used):
            fill = sixteen[index] if index < 16 else lightened(colour_of(index)) if dark else colour_of(index)
            lines.append(f".c{index},.bc{index}{{fill:{fill}}}")
        return "".join(lines)
    font = "ui-monospace,'DejaVu Sans Mono','Noto Sans Mono CJK SC',Menlo,Consolas,monospace"
    return (f"text{{font:14px {font};white-space:pre}}.bold{{font-weight:bold}}.faint{{opacity:.65}}"
            f"{page(LIGHT, '#24292f', '#ffffff', '#d8dee4', False)}"
            f"@media(prefers-color-scheme:dark){{{page(DARK, '#d0d7de', '#161b22', '#30363d', True)}}}")


def colours_in(panes: list[Pane]) -> set[int]:
    looks = [look for pane in panes for row in pane.rows for _, look in runs(row)]
    return {index for look in looks for index in (look.colour, look.back) if index is not None}


def draw_pane(pane: Pane, y: float, width: float) -> tuple[str, float]:
    """The drawing, and the height at which the next one begins."""
    height = ROW * len(pane.rows) + 2 * MARGIN
    top = y + ROW + 6
    head = (f'<rect class="paper" x=".5" y="{y + .5:.1f}" width="{width - 1:.1f}" height="{height + ROW + 5:.1f}" rx="6"/>'
            f'<rect class="bar" x="1" y="{y + 1:.1f}" width="{width - 2:.1f}" height="{ROW + 4:g}" rx="5"/>'
            f'<text x="{MARGIN:g}" y="{y + 17:.1f}" class="bold">{escape(pane.title, quote=False)}</text>')
    rows = "\n".join(draw_row(row, top + MARGIN + ROW * (number + .6)) for number, row in enumerate(pane.rows))
    return f"{head}\n{rows}\n", top + height + 10


def to_svg(panes: list[Pane], title: str) -> str:
    width = 2 * MARGIN + COLUMN * max(columns_of(row) for pane in panes for row in [*pane.rows, pane.title])
    y, drawn = 0.0, []
    for pane in panes:
        picture, y = draw_pane(pane, y, width)
        drawn.append(picture)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" width="{width:.0f}" height="{y - 9:.0f}" '
            f'viewBox="0 0 {width:.0f} {y - 9:.0f}">\n<title>{escape(title)}</title>\n'
            f"<style>{style_sheet(colours_in(panes))}</style>\n{''.join(drawn)}</svg>\n")
