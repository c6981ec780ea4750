"""Compares the lines that members sent, stored and received.

These rules must hold:

- All members except its sender receive each line in the store, in the order of the store.
  Members receive no line that is not in the store.
- The store has every entry number once. It has only lines that the members sent, unchanged, and those of a sender
  in the order of sending. Its other entries are the joins: no member leaves.
- A life of the host ends with its death, not with an upgrade or with the death of one of its children.
  Within a life no line is lost or doubled.
- A host that dies (SIGKILL, SIGSEGV) can lose the lines that it had not committed: the last lines of each
  sender in that life, never a line before a stored one.
- A host that is ended (SIGTERM) loses no line that it had read. The test waits until it has
  read everything, so it stores all lines sent before the signal.
- Lines sent while no host was known to listen can be lost; lines that the system refused to send are lost.
- After a death, not after an end, the first lines that a member receives can be repeats: the host repeats entries
  that were committed and are not known to be sent. They are the latest lines that the member has
  received, without a gap, not more than can have been in flight, and the missing lines follow.
- A line whose sender was told that the room is busy is refused and does not count as lost.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from crowd import BUSY, NO_HOST, MOST_UNHEARD, Crowd, Heard, Member, Said


@dataclass
class Account:
    said: int = 0
    kept: int = 0
    heard: int = 0
    # Not in the store: sent while no host was known to listen, or at another time; allowed or wrong losses.
    in_vain: int = 0
    lost: int = 0
    # In the store and not received; received again.
    missed: int = 0
    doubled: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def complain(self, words: str) -> None:
        self.wrong.append(words)


def account(crowd: Crowd, exported: str, ends: list[str]) -> Account:
    """`ends` has the end of each life: "died" or "ended"."""
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
    in_vain = sum(said.life == NO_HOST or not said.sent for said in lost)
    missing = [text for life, end in enumerate(ends) for text in wrongly_lost(expected, kept, life, end)]
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


def wrongly_lost(said: dict[str, Said], kept: set[str], life: int, end: str) -> Iterable[str]:
    mine = [text for text, each in said.items() if each.life == life and each.sent]
    last = len(mine) if end == "ended" else max((at + 1 for at, text in enumerate(mine) if text in kept), default=0)
    return [text for text in mine[:last] if text not in kept]


def place_of(missing: list[str], said: dict[str, Said]) -> str:
    return ", ".join(f"'{text}' (life {said[text].life}, at {said[text].when:.3f})" for text in missing[:8])


def check_heard(member: Member, due: list[str], ends: list[str], most_repeats: int, result: Account) -> None:
    """`due` has the lines that the member must receive, in order."""
    place = {line: at for at, line in enumerate(due)}
    result.heard += len(member.received)
    next_at, life = 0, 0
    for heard in member.received:
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
