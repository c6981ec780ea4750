"""Completion for fish: one line an option."""

from usage import Program, Usage, Word


def fish_completion(program: Program) -> str:
    lines = [f"# Completion of {program.name} for fish(1).", f"complete -c {program.name} -f"]
    lines += [option_line(program, option, "") for option in program.usage.options]
    for word in program.usage.commands:
        lines.append(
            f"complete -c {program.name} -n __fish_use_subcommand -a {word.name} -d {quoted(word.help)}"
        )
    for name, usage in program.commands.items():
        lines += command_lines(program, name, usage)
    return "\n".join([*lines, ""])


def command_lines(program: Program, name: str, usage: Usage) -> list[str]:
    here = f" -n {quoted(f'__fish_seen_subcommand_from {name}')}"
    own = [option for option in usage.options if "--help" not in option.names]
    lines = [option_line(program, option, here) for option in own]
    for argument in usage.arguments:
        if argument.choices:
            lines.append(f"complete -c {program.name}{here} -a {quoted(' '.join(argument.choices))}")
        elif argument.type in ("FILE", "PATH"):
            lines.append(f"complete -c {program.name}{here} -F")
    return lines


def option_line(program: Program, option: Word, here: str) -> str:
    names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
    return " ".join(
        filter(None, [f"complete -c {program.name}{here}", *names, value(option), f"-d {quoted(option.help)}"])
    )


def value(option: Word) -> str:
    if option.choices:
        return f"-x -a {quoted(' '.join(option.choices))}"
    if option.type in ("FILE", "PATH"):
        return "-r -F"
    if option.type == "DIR":
        return "-x -a '(__fish_complete_directories)'"
    return "-x" if option.type else ""


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
