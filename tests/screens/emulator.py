"""A small terminal emulator: its screen after some bytes, and its scroll-back.

It behaves like today's terminals: the cursor leaves a full row only with the next character (xterm's wrap), a grapheme
cluster occupies one place, and a change of width wraps long rows anew (as VTE, kitty, tmux).
It implements sequences of ECMA-48 and ignores unknown ones."""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field, replace

JOINER = "\u200d"
SEQUENCE = re.compile(r"\x1b\[([?>]?)([0-9;]*)([@-~])|\x1b\][^\x07]*\x07|\x1b[^\[\]]")
UNFINISHED = re.compile(r"\x1b(\[[?>]?[0-9;]*|\][^\x07]*)?$")


@dataclass(frozen=True)
class Style:
    colour: str = "default"
    bold: bool = False
    faint: bool = False
    reverse: bool = False


@dataclass(frozen=True)
class Cell:
    """A wide character is followed by a cell without text."""
    text: str = " "
    style: Style = Style()


@dataclass
class Row:
    cells: list[Cell] = field(default_factory=list)
    # The terminal wrapped it, and it continues in the next row.
    goes_on: bool = False

    def text(self) -> str:
        return "".join(cell.text for cell in self.cells).rstrip(" ")


def width_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_flag_half(text: str) -> bool:
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"


class Emulator:
    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.height = columns, rows
        self.rows = [Row() for _ in range(rows)]
        self.above: list[Row] = []
        self.y = self.x = 0
        self.style = Style()
        self.breaks_rows = True
        self.full = False  # The last column is written; the next character begins a row.
        self.bells = 0
        self.below = None  # The content under an alternate screen.
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.rest = ""

    def feed(self, data: bytes) -> None:
        text = self.rest + self.decoder.decode(data)
        self.rest = ""
        place = 0
        while place < len(text):
            if text[place] != "\x1b":
                self.put(text[place])
                place += 1
            elif match := SEQUENCE.match(text, place):
                self.obey(match)
                place = match.end()
            elif UNFINISHED.match(text, place):
                self.rest = text[place:]
                return
            else:
                place += 1

    # ── Characters ───────────────────────────────────────────────────────────────────────────────

    def put(self, character: str) -> None:
        if character == "\r":
            self.x, self.full = 0, False
        elif character == "\n":
            self.next_row()
        elif character == "\b":
            self.x, self.full = max(self.x - 1, 0), False
        elif character == "\a":
            self.bells += 1
        elif character >= " ":
            self.draw(character)

    def next_row(self) -> None:
        self.full = False
        if self.y + 1 < self.height:
            self.y += 1
        else:
            self.above.append(self.rows.pop(0))
            self.rows.append(Row())

    def draw(self, character: str) -> None:
        width = width_of(character)
        before = self.cell_before()
        if before and (width == 0 or before.text.endswith(JOINER) or is_flag_half(before.text) and is_flag_half(character)):
            return self.join(character)
        if (self.full or self.x + width > self.columns) and self.breaks_rows:
            self.rows[self.y].goes_on = True
            self.next_row()
            self.x = 0
        self.x = min(self.x, self.columns - width)
        cells = self.rows[self.y].cells
        cells.extend(Cell() for _ in range(self.x + width - len(cells)))
        cells[self.x] = Cell(character, self.style)
        if width == 2:
            cells[self.x + 1] = Cell("", self.style)
        self.x += width
        self.full = self.x >= self.columns
        self.x = min(self.x, self.columns - 1)

    def place_before(self) -> int:
        place = self.x if self.full else self.x - 1
        cells = self.rows[self.y].cells
        return place - 1 if 0 < place < len(cells) and cells[place].text == "" else place

    def cell_before(self) -> Cell | None:
        place = self.place_before()
        cells = self.rows[self.y].cells
        return cells[place] if 0 <= place < len(cells) else None

    def join(self, character: str) -> None:
        cells, place = self.rows[self.y].cells, self.place_before()
        cells[place] = replace(cells[place], text=cells[place].text + character)
        # Two halves of a flag are as wide as one wide character: the second had a column of its own.
        if is_flag_half(character):
            cells[place + 1:place + 2] = [Cell("", self.style)]
            self.x = min(place + 2, self.columns - 1)
            self.full = place + 2 >= self.columns

    # ── Sequences ────────────────────────────────────────────────────────────────────────────────

    def obey(self, match: re.Match) -> None:
        private, numbers, final = match[1], match[2], match[3]
        count = int(numbers.split(";")[0] or 0) if numbers else 0
        if private == "?" and final in "hl":
            if numbers == "7":
                self.breaks_rows = final == "h"
            if numbers == "1049":
                self.show_page(final == "h")
            return
        if final == "m":
            return self.set_style([int(number or 0) for number in numbers.split(";")])
        self.full = False
        if final == "A":
            self.y = max(self.y - max(count, 1), 0)
        elif final == "B":
            self.y = min(self.y + max(count, 1), self.height - 1)
        elif final == "C":
            self.x = min(self.x + max(count, 1), self.columns - 1)
        elif final == "D":
            self.x = max(self.x - max(count, 1), 0)
        elif final == "H":
            row, _, column = numbers.partition(";")
            self.y, self.x = int(row or 1) - 1, int(column or 1) - 1
        elif final == "K":
            self.clear_row(count)
        elif final == "J":
            self.clear_screen(count)

    def show_page(self, shown: bool) -> None:
        """The alternate screen, without a scroll-back."""
        if shown:
            self.below = self.rows, self.above, self.y, self.x
            self.rows, self.above = [Row() for _ in range(self.height)], []
        elif self.below:
            self.rows, self.above, self.y, self.x = self.below
            self.below = None

    def clear_row(self, part: int) -> None:
        row = self.rows[self.y]
        if part == 0:
            del row.cells[self.x:]
            row.goes_on = False
        elif part == 2:
            self.rows[self.y] = Row()

    def clear_screen(self, part: int) -> None:
        if part == 0:
            self.clear_row(0)
        first = self.y + 1 if part == 0 else 0
        for number in range(first, self.height):
            self.rows[number] = Row()

    def set_style(self, numbers: list[int]) -> None:
        while numbers:
            number = numbers.pop(0)
            if number == 0:
                self.style = Style()
            elif number == 1:
                self.style = replace(self.style, bold=True)
            elif number == 2:
                self.style = replace(self.style, faint=True)
            elif number == 22:
                self.style = replace(self.style, bold=False, faint=False)
            elif number in (7, 27):
                self.style = replace(self.style, reverse=number == 7)
            elif number == 38:
                self.style = replace(self.style, colour=str(numbers[1]))
                del numbers[:2]
            elif number == 39 or 30 <= number <= 37:
                self.style = replace(self.style, colour="default" if number == 39 else str(number))

    # ── Size ─────────────────────────────────────────────────────────────────────────────────────

    def resize(self, columns: int, height: int, breaks: bool = True) -> None:
        """Long lines are wrapped anew, or cut as xterm does; the cursor stays at its character."""
        if not breaks:
            return self.cut(columns, height)
        self.columns, rows, cursor = columns, [], None
        while self.rows and not self.rows[-1].cells and len(self.rows) - 1 > self.y:
            self.rows.pop()
        line: list[Cell] = []
        place = 0
        for number, row in enumerate(self.rows):
            if number == self.y:
                place = len(line) + self.x + self.full
                cursor = -1
            line += row.cells
            if row.goes_on:
                continue
            broken = self.broken(line)
            if cursor == -1:
                cursor = len(rows) + place // columns
                broken += [Row() for _ in range(place // columns + 1 - len(broken))]
            rows += broken
            line = []
        self.x, self.full = place % columns, False
        surplus = max(len(rows) - height, 0)
        self.above += rows[:surplus]
        self.rows = rows[surplus:] + [Row() for _ in range(height - len(rows))]
        self.y, self.height = max((cursor or 0) - surplus, 0), height

    def cut(self, columns: int, height: int) -> None:
        for row in self.rows:
            del row.cells[columns:]
            row.goes_on = False
        surplus = max(self.y + 1 - height, 0)
        self.above += self.rows[:surplus]
        self.rows = (self.rows[surplus:] + [Row() for _ in range(height)])[:height]
        self.x, self.y, self.full = min(self.x, columns - 1), self.y - surplus, False
        self.columns, self.height = columns, height

    def broken(self, line: list[Cell]) -> list[Row]:
        rows = [Row()]
        for cell in line:
            wide_at_edge = len(rows[-1].cells) == self.columns - 1 and width_of(cell.text[:1] or " ") == 2
            if len(rows[-1].cells) >= self.columns or wide_at_edge:
                rows[-1].goes_on = True
                rows.append(Row())
            rows[-1].cells.append(cell)
        return rows
