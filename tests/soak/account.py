"""What was said, what was kept and what was heard, held against each other.

What may happen:

- A line that is in the store has been heard by everybody but its speaker, in the order of the store.
  Nobody has ever heard anything else: what is not in the store was heard by nobody.
- The store has every entry number once, and of each speaker only lines that he said, as he said them,
  in his order. It has no entries but the coming in of each member and lines: nobody has left.
- A life of the host ends with its death, not with an upgrade or with the death of one of its children.
  Within a life nothing is lost and nothing is doubled.
- A host that dies (SIGKILL, SIGSEGV) may take with it what it had not committed: the end of what each
  speaker said in that life, never a line before one that was kept.
- A host that is ended (SIGTERM) takes nothing with it that it had read. The test waits until it has
  read everything, so everything said before the signal is kept.
- What was said while no host was known to listen may be lost, and what the system refused to send is.
- After such a death, not after an end, the first lines that are heard may be repeats: the host says again
  what its predecessor had committed and is not known to have sent. They are the latest lines that were
  heard, without a gap, not more than can have been on their way, and what was not heard yet follows.
- A line whose author was told that the room is busy is not lost but refused.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from crowd import BUSY, LIMBO, MOST_UNHEARD, Crowd, Heard, Member, Said


@dataclass
class Account:
    said: int = 0
    kept: int = 0
    heard: int = 0
    # Not in the store: said while no host was known to listen, or at another time, rightly or wrongly lost.
    in_vain: int = 0
    lost: int = 0
    # In the store and not heard; heard again.
    missed: int = 0
    doubled: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def complain(self, words: str) -> None:
        self.wrong.append(words)


def account(crowd: Crowd, exported: str, ends: list[str]) -> Account:
    """`ends` says how each life ended: "died" or "ended"."""
    result = Account()
    entries = [json.loads(line) for line in exported.splitlines()]
    check_numbers([entry["number"] for entry in entries], result)
    check_kinds([entry for entry in entries if entry["kind"] != "message"], crowd, result)
    messages = [entry for entry in entries if entry["kind"] == "message"]
    result.kept = len(messages)
    for speaker in crowd.speakers:
        check_kept(speaker, [entry["text"] for entry in messages if entry["from"] == speaker.name], ends, result)
    for member in crowd.members:
        check_heard(member, [entry["line"] for entry in messages if entry["from"] != member.name],
                    ends, MOST_UNHEARD * len(crowd.speakers), result)
    for entry in messages:
        if entry["line"] != f"{entry['from']}: {entry['text']}":
            result.complain(f"entry {entry['number']} is another line than was said: {entry}")
    return result


def check_numbers(numbers: list[int], result: Account) -> None:
    for before, number in zip([0, *numbers], numbers):
        if number <= before:
            result.complain(f"in the store entry {before} is followed by {number}")


def check_kinds(others: list[dict], crowd: Crowd, result: Account) -> None:
    if [entry["line"] for entry in others] != [f"{member.name} joined the room" for member in crowd.members]:
        result.complain(f"something else happened: {others[len(crowd.members):][:5]}")


def check_kept(speaker: Member, texts: list[str], ends: list[str], result: Account) -> None:
    expected = {f"{speaker.name} {number + 1}": said for number, said in enumerate(speaker.said)}
    kept = set(texts)
    if texts != [text for text in expected if text in kept]:
        result.complain(f"the store has of {speaker.name} what he did not say, or not in his order")
    refusals = speaker.answers.count(BUSY)
    lost = [said for text, said in expected.items() if text not in kept]
    in_vain = sum(said.life == LIMBO or not said.sent for said in lost)
    missing = [text for life, end in enumerate(ends) for text in gone_wrongly(expected, kept, life, end)]
    result.said += len(expected)
    result.in_vain += in_vain
    result.lost += len(lost) - in_vain - min(refusals, len(missing))
    result.refused += refusals
    if len(missing) > refusals:
        result.complain(f"{len(missing)} lines of {speaker.name} are not in the store, {refusals} were refused: "
                        + place_of(missing, expected))
    sent_by_nobody = [text for text, said in expected.items() if text in kept and not said.sent]
    if sent_by_nobody:
        result.complain(f"the store has what was not sent: {sent_by_nobody[:5]}")
    odd = [answer for answer in speaker.answers if answer not in (BUSY, "") and "joined the room" not in answer]
    if odd:
        result.complain(f"{speaker.name} was told {odd[:5]}")


def gone_wrongly(said: dict[str, Said], kept: set[str], life: int, end: str) -> Iterable[str]:
    mine = [text for text, each in said.items() if each.life == life and each.sent]
    last = len(mine) if end == "ended" else max((at + 1 for at, text in enumerate(mine) if text in kept), default=0)
    return [text for text in mine[:last] if text not in kept]


def place_of(missing: list[str], said: dict[str, Said]) -> str:
    return ", ".join(f"'{text}' (life {said[text].life}, at {said[text].when:.3f})" for text in missing[:8])


def check_heard(member: Member, due: list[str], ends: list[str], most_repeats: int, result: Account) -> None:
    """`due` is what he was to hear, in order."""
    place = {line: at for at, line in enumerate(due)}
    result.heard += len(member.heard)
    next_at, life = 0, 0
    for heard in member.heard:
        at = place.get(heard.line)
        if at is None:
            result.complain(f"{member.name} heard what is not in the store: {words_of(heard)}")
            continue
        if at > next_at:
            result.missed += at - next_at
            result.complain(f"{member.name} did not hear '{due[next_at]}' and {at - next_at - 1} more before "
                            + words_of(heard))
        if at < next_at:
            result.doubled += next_at - at
            if "died" not in ends[life:heard.life] or next_at - at > most_repeats:
                result.complain(f"{member.name} heard again, {next_at - at} lines back, {words_of(heard)}")
        next_at, life = at + 1, heard.life
    if next_at < len(due):
        result.missed += len(due) - next_at
        result.complain(f"{member.name} did not hear the last {len(due) - next_at} lines, from '{due[next_at]}' on")


def words_of(heard: Heard) -> str:
    return f"'{heard.line}' (life {heard.life}, at {heard.when:.3f})"
