"""Completion for zsh, in the words of its _arguments."""

from usage import Program, Usage, Word


def zsh_completion(program: Program) -> str:
    function = f"_{program.name}"
    body = commands(program) if program.commands else arguments(specs_of(program.usage, []))
    return "\n".join(
        [f"#compdef {program.name}", "", f"{function}() {{", *body, "}", "", f'{function} "$@"', ""]
    )


def commands(program: Program) -> list[str]:
    described = [quoted(f"{word.name}:{escaped(word.help)}") for word in program.usage.commands]
    specs = [*specs_of(program.usage, []), "1:command:->command", "*::argument:->rest"]
    lines = ["  local context state state_descr line", "  typeset -A opt_args"]
    lines += ["  local -a commands=(", *("    " + one for one in described), "  )", *arguments(specs)]
    lines += ["  case $state in", "    command) _describe command commands ;;", "    rest)"]
    lines.append("      case $words[1] in")
    for name, usage in program.commands.items():
        specs = specs_of(usage, program.usage.options)
        lines += [f"        {name})", *("        " + one for one in arguments(specs)), "          ;;"]
    return [*lines, "      esac ;;", "  esac"]


def specs_of(usage: Usage, inherited: list[Word]) -> list[str]:
    own = [option.name for option in usage.options]
    options = [*usage.options, *(option for option in inherited if option.name not in own)]
    specs = [spec for option in options for spec in option_specs(option)]
    return specs + [f"*:{word.name}:{action(word)}" for word in usage.arguments]


def arguments(specs: list[str]) -> list[str]:
    """One call of _arguments; -C because another may follow in the same function."""
    *first, last = [f"    {quoted(spec)}" for spec in specs]
    return ["  _arguments -C \\", *(spec + " \\" for spec in first), last]


def option_specs(option: Word) -> list[str]:
    others = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
    says = option.help.replace("[", "(").replace("]", ")")
    if not option.type:
        return [f"{others}{name}[{says}]" for name in option.names]
    value = f"{escaped(option.type)}:{action(option)}"
    return [f"{others}{name}=[{says}]:{value}" for name in option.names]


def action(word: Word) -> str:
    if word.choices:
        return f"({' '.join(word.choices)})"
    return {"DIR": "_files -/", "FILE": "_files", "PATH": "_files"}.get(word.type, " ")


def escaped(text: str) -> str:
    return text.replace(":", "\\:")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
