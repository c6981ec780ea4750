"""Completion for bash: a function of its own, without the bash-completion package."""

from usage import Program, Usage, Word

HEAD = """\
# Completion of {name} for bash(1).
_{name}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= given
  local options='{options}'
  # bash takes --option=value apart.
  [[ $word == = ]] && word=
  [[ $before == = ]] && before=${{COMP_WORDS[COMP_CWORD-2]}}
  COMPREPLY=()
  for given in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $given in {commands}) command=$given ;; esac
  done
  case $before in"""

FOLDERS = 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$word"))'
FILES = 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))'


def bash_completion(program: Program) -> str:
    commands = [word.name for word in program.usage.commands]
    head = HEAD.format(
        name=program.name,
        options=" ".join(names_of(program.usage.options)),
        commands="|".join(commands) or "''",
    )
    lines = [head, *values(program), "  esac", "  case $command in"]
    lines += [f"    {name}) {words_of(usage)} ;;" for name, usage in program.commands.items()]
    lines.append(f"    '') {words_of(program.usage, commands)} ;;")
    return "\n".join([*lines, "  esac", "}", f"complete -F _{program.name} {program.name}", ""])


def names_of(options: list[Word]) -> list[str]:
    return [name for option in options for name in option.names]


def values(program: Program) -> list[str]:
    """After an option that takes a value, its values are offered and nothing else."""
    usages = [program.usage, *program.commands.values()]
    offers: dict[str, list[str]] = {}
    for option in (option for usage in usages for option in usage.options if option.type):
        names = offers.setdefault(offer(option), [])
        names += [name for name in option.names if name not in names]
    return [f"    {'|'.join(names)}) {values}; return ;;" for values, names in offers.items()]


def offer(word: Word) -> str:
    if word.choices:
        return some_of(" ".join(word.choices), "'")
    return {"DIR": FOLDERS, "FILE": FILES, "PATH": FILES}.get(word.type, ":")


def words_of(usage: Usage, commands: list[str] | None = None) -> str:
    own = [option for option in usage.options if "--help" not in option.names]
    choices = [choice for argument in usage.arguments for choice in argument.choices]
    words = [*(commands or []), *choices, "$options", *(names_of(own) if commands is None else [])]
    files = any(argument.type in ("FILE", "PATH") for argument in usage.arguments)
    return some_of(" ".join(words), '"') + (f"; [[ $word == -* ]] || {{ {FILES}; }}" if files else "")


def some_of(words: str, quote: str) -> str:
    return f'COMPREPLY=($(compgen -W {quote}{words}{quote} -- "$word"))'
