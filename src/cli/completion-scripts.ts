import type { Command, Option } from 'commander';

type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/** A completion script for one shell: commands, options and their fixed values; file names where none of these fits. */
export function script(shell: Shell, program: Command): string {
  const commands = program.commands.map(command => ({
    name: command.name(),
    description: command.description(),
    options: command.options.filter(({ hidden }) => !hidden),
  }));
  const scan = commands.find(({ name }) => name === 'scan')?.options ?? [];
  switch (shell) {
    case 'bash':
      return bash(commands, scan);
    case 'zsh':
      return `#compdef postern\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands, scan)}`;
    case 'fish':
      return fish(commands);
    case 'powershell':
      return powershell(commands, scan);
  }
}

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
}

function words(options: readonly Option[]): string {
  return options
    .flatMap(({ long, short }) => [long, short])
    .filter(Boolean)
    .join(' ');
}

function bash(commands: readonly Entry[], scan: readonly Option[]): string {
  const choices = new Map<string, readonly string[]>();
  for (const { long, argChoices } of commands.flatMap(({ options }) => options)) if (long && argChoices) choices.set(long, argChoices);
  return `_postern() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  case "$before" in
${[...choices].map(([long, values]) => `    ${long}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$word")); return ;;`).join('\n')}
  esac
  case "$command" in
${commands.map(({ name, options }) => `    ${name}) words="${words(options)}" ;;`).join('\n')}
    *) words="${words(scan)}" ;;
  esac
  if [[ $COMP_CWORD -eq 1 && "$word" != -* ]]; then words="${commands.map(({ name }) => name).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _postern postern
`;
}

function fish(commands: readonly Entry[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.map(({ name, description }) => `complete -c postern -n __fish_use_subcommand -a ${name} -d ${quote(description)}`);
  for (const { name, options } of commands) {
    // Without a command it is a scan.
    const when =
      name === 'scan' ? `not __fish_seen_subcommand_from ${names.replace(/\bscan ?/, '')}` : `__fish_seen_subcommand_from ${name}`;
    for (const { long, short, description, argChoices, required } of options) {
      const parts = ['complete -c postern', `-n ${quote(when)}`];
      if (long) parts.push(`-l ${long.slice(2)}`);
      if (short) parts.push(`-s ${short.slice(1)}`);
      if (argChoices) parts.push(`-x -a ${quote(argChoices.join(' '))}`);
      else if (required) parts.push('-r');
      lines.push([...parts, `-d ${quote(description)}`].join(' '));
    }
  }
  return lines.join('\n') + '\n';
}

/** As a fish word. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** As items of a PowerShell array. */
function list(text: string): string {
  return text
    .split(' ')
    .map(word => `'${word}'`)
    .join(', ');
}

function powershell(commands: readonly Entry[], scan: readonly Option[]): string {
  return `Register-ArgumentCompleter -Native -CommandName postern -ScriptBlock {
  param($word, $ast, $cursor)
  $command = if ($ast.CommandElements.Count -gt 1) { $ast.CommandElements[1].ToString() } else { '' }
  $words = switch ($command) {
${commands.map(({ name, options }) => `    '${name}' { @(${list(words(options))}) }`).join('\n')}
    default { @(${list(`${commands.map(({ name }) => name).join(' ')} ${words(scan)}`)}) }
  }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterName', $_) }
}
`;
}
