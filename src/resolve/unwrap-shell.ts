// Shells: what they are given to run is parsed as that shell does, and the chain goes on with the command that stays.
import type { Command, Script, Word } from './launch-types.ts';
import { parsePosix } from './shell-posix.ts';
import { parseCmd, parsePowerShell } from './shell-windows.ts';
import { type Next, type Trail, type Unwrap, hop, local, reach } from './trail.ts';
import { part, programName, readOptions } from './words.ts';

/** Commands that prepare and go away: never the server. */
const PREPARES: ReadonlySet<string> = new Set(
  (
    'cd pushd popd export source . set unset ulimit umask echo printf mkdir touch sleep true false : test [ [[ eval read trap ' +
    'nvm fnm conda chcp title rem if for call @echo set-location push-location write-host out-null return exit git wait cat cp mv rm tee grep'
  ).split(' '),
);

/** `sh -c`, `bash -lc`, or a script file. */
export const posixShell: Unwrap = (words, trail, program) => {
  let at = 1;
  let command = false;
  for (; at < words.length; at++) {
    const { value } = words[at]!;
    if (value === '-c' || (/^-[a-zA-Z]{2,8}$/.test(value) && value.includes('c')) || value === '--command') {
      command = true;
      // `-c` may be followed by further options: the text is the first word that is none.
      while (words[at + 1]?.value.startsWith('-') && words[at + 1]!.value.length > 1 && !/\s/.test(words[at + 1]!.value)) at++;
      at++;
      break;
    }
    if (value === '-o' || value === '-O' || value === '--rcfile' || value === '--init-file') at++;
    else if (!/^[-+]/.test(value) || value === '-') break;
  }
  const first = words[at];
  if (!command) {
    hop(trail, 'shell', program, words[0]!);
    return first && first.value !== '-'
      ? reach(trail, local('path', first.value, first), program, words.slice(at + 1))
      : reach(trail, local('unknown', program, words[0]!), program, []);
  }
  if (!first) return lost(trail, program, words[0]!);
  return script(trail, program, words[0]!, { language: 'posix', commands: parsePosix(first), words: [first] }, words.slice(at + 1));
};

/** `cmd /c …`: one text, or plain words that cmd joins. */
export const cmd: Unwrap = (words, trail, program) => {
  let at = 1;
  while (at < words.length && /^\/[a-z](?::\w{0,8})?$/i.test(words[at]!.value) && !/^\/[ck]$/i.test(words[at]!.value)) at++;
  const attached = /^\/[ck](?=.)/i.exec(words[at]?.value ?? '');
  const payload = attached ? [part(words[at]!, 2), ...words.slice(at + 1)] : words.slice(at + 1);
  if (!words[at] || (!attached && !/^\/[ck]$/i.test(words[at]!.value)) || payload.length === 0) return lost(trail, program, words[0]!);
  return script(trail, program, words[0]!, { language: 'cmd', commands: joined(payload, parseCmd), words: payload }, []);
};

/** `powershell -Command …`, `-File …`, `-EncodedCommand …`. */
export const powershell: Unwrap = (words, trail, program) => {
  for (let at = 1; at < words.length; at++) {
    const value = words[at]!.value.toLowerCase().replace(/^\//, '-');
    const rest = words.slice(at + 1);
    if (value !== '-' && '-encodedcommand'.startsWith(value) && value.length > 1) {
      return script(trail, program, words[0]!, { language: 'powershell', commands: [], words: rest.slice(0, 1), encoded: true }, []);
    }
    if (value.length > 1 && ('-command'.startsWith(value) || value === '-c')) {
      return script(trail, program, words[0]!, { language: 'powershell', commands: joined(rest, parsePowerShell), words: rest }, []);
    }
    if (value.length > 1 && '-file'.startsWith(value)) {
      hop(trail, 'shell', program, words[0]!);
      return rest[0] ? reach(trail, local('path', rest[0].value, rest[0]), program, rest.slice(1)) : lost(trail, program, words[0]!, false);
    }
    if (
      /^-(?:executionpolicy|ep|ex|exec|windowstyle|w|version|outputformat|inputformat|workingdirectory|wd|configurationname|psconsolefile)$/.test(
        value,
      )
    )
      at++;
    else if (!value.startsWith('-')) {
      const bare = words.slice(at);
      if (/\.ps1$/i.test(bare[0]!.value)) {
        hop(trail, 'shell', program, words[0]!);
        return reach(trail, local('path', bare[0]!.value, bare[0]!), program, bare.slice(1));
      }
      return script(trail, program, words[0]!, { language: 'powershell', commands: joined(bare, parsePowerShell), words: bare }, []);
    }
  }
  return lost(trail, program, words[0]!);
};

/** `wsl -d Ubuntu [-e|--] program …`, or a whole line in one word. */
export const wsl: Unwrap = (words, trail, program) => {
  let at = 1;
  for (; at < words.length; at++) {
    const { value } = words[at]!;
    if (value === '--' || value === '-e' || value === '--exec') {
      at++;
      break;
    }
    if (/^(?:-d|--distribution|-u|--user|--cd|--shell-type|--distribution-id)$/.test(value)) at++;
    else if (!value.startsWith('-') && value !== '~') break;
  }
  const rest = words.slice(at);
  if (rest.length === 0) return lost(trail, program, words[0]!);
  if (rest.length === 1 && /\s/.test(rest[0]!.value)) {
    return script(trail, program, words[0]!, { language: 'posix', commands: parsePosix(rest[0]!), words: rest }, []);
  }
  hop(trail, 'environment', program, words[0]!);
  return rest;
};

/** `npx -c 'line'`, `doppler run --command 'line'`, `sops exec-env file 'line'`: a shell line inside another program's option. */
export function shellLine(trail: Trail, program: string, at: Word, line: Word): Next {
  return script(trail, program, at, { language: 'posix', commands: parsePosix(line), words: [line] }, []);
}

/** Words that a shell puts together again: only a first word with blanks, or words that are operators, are parsed. */
function joined(payload: readonly Word[], parse: (word: Word) => Command[]): Command[] {
  if (payload.length === 1) return parse(payload[0]!);
  const commands: Command[] = [];
  let words: Word[] = [];
  let after: Command['after'] = '';
  const finish = () => {
    if (words.length > 0) commands.push({ after, words, assignments: [], redirects: [], substitution: false });
    words = [];
  };
  for (const [index, word] of payload.entries()) {
    if (/^(?:&&|\|\||[&|;])$/.test(word.value) && words.length > 0) {
      finish();
      after = word.value as Command['after'];
    } else if (words.length === 0 && /\s/.test(word.value) && !/^[A-Za-z]:[\\/]/.test(word.value)) {
      const parsed = parse(word);
      const [head, ...tail] = parsed;
      if (head && tail.length > 0) {
        commands.push({ ...head, after }, ...tail.slice(0, -1));
        after = tail.at(-1)!.after;
      }
      words.push(...(parsed.at(-1)?.words ?? []));
    } else if (!(index === 0 && word.value === '&')) words.push(word);
  }
  finish();
  return commands;
}

function script(trail: Trail, program: string, at: Word, made: Script, more: readonly Word[]): Next {
  hop(trail, 'shell', program, at, [], { script: made });
  for (const { assignments } of made.commands) trail.env.push(...assignments);
  for (const { words } of made.commands) {
    if (words[0]?.value !== 'export') continue;
    for (const word of words.slice(1)) {
      const match = /^([A-Za-z_]\w{0,200})=/.exec(word.value);
      if (match) trail.env.push({ name: match[1]!, value: word.value.slice(match[0].length), word });
    }
  }
  const chosen = stays(made.commands);
  if (!chosen) {
    reach(trail, local('unknown', program, made.words[0] ?? at), program, []);
    return null;
  }
  return more.length > 0 && chosen.some(({ value }) => /^\$[@*]$|^"\$@"$/.test(value))
    ? [...chosen.filter(({ value }) => !/^\$[@*]$/.test(value)), ...more.slice(1)]
    : chosen;
}

/** The command that stays in the foreground: the last one that does not only prepare; not what stands after `||` or a pipe. */
function stays(commands: readonly Command[]): readonly Word[] | null {
  let chosen: readonly Word[] | null = null;
  for (const { after, words } of commands) {
    const inner = words[0]?.value === 'exec' ? words.slice(1) : words;
    const first = inner[0];
    if (!first || PREPARES.has(programName(first.value))) continue;
    if (chosen && (after === '||' || after === '|')) continue;
    chosen = inner;
  }
  return chosen;
}

function lost(trail: Trail, program: string, at: Word, again = true): null {
  if (again) hop(trail, 'shell', program, at);
  return reach(trail, local('unknown', program, at), program, []);
}

/** `env [-i] [-u NAME] [-S line] NAME=value … program`, `cross-env NAME=value program`. */
export const envProgram: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set(['-u', '--unset', '-C', '--chdir', '-S', '--split-string', '-f', '-e', '-P']),
  );
  let at = 0;
  for (; at < rest.length; at++) {
    const match = /^([A-Za-z_]\w{0,200})=/.exec(rest[at]!.value);
    if (!match) break;
    trail.env.push({ name: match[1]!, value: rest[at]!.value.slice(match[0].length), word: rest[at]! });
  }
  hop(trail, 'env', program, words[0]!, options);
  const split = options.find(({ name }) => name === '-S' || name === '--split-string')?.valueWord;
  const inner = split ? [...(parsePosix(split)[0]?.words ?? []), ...rest.slice(at)] : rest.slice(at);
  return inner.length > 0 ? inner : reach(trail, local('unknown', program, words[0]!), program, []);
};
