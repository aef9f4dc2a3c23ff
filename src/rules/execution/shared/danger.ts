import { holdsOneOf, setOf } from '../../../core/words.ts';
import type { Command, Hop, Launch, Script, Word } from '../../../resolve/launch-types.ts';
import { programName } from '../../../resolve/words.ts';

/** Why a command line is dangerous, worst first; null where it only starts a program. */
export type Danger = 'download-and-run' | 'sends-data' | 'reverse-shell' | 'encoded' | 'destroys';

const FETCHES = setOf('curl wget fetch iwr irm invoke-webrequest invoke-restmethod aria2c certutil bitsadmin');
const RUNS = setOf(
  'sh bash zsh dash ash fish python python2 python3 node perl ruby php iex invoke-expression pwsh powershell cmd source .',
);
const DECODES = setOf('base64 openssl xxd uudecode rev');
const REVEALS = setOf('env printenv set export cat type get-content gc tar security history find grep whoami hostname git');
/** Starts another program of the same line. */
const PREFIXES = setOf('exec command sudo env');
const EVALUATES = setOf('eval bash sh zsh source . iex');
const SENDS = setOf('curl wget iwr irm invoke-webrequest invoke-restmethod nc ncat netcat');
const SOCKETS = setOf('nc ncat netcat telnet socat');
const UPLOADS = /^(?:--data(?:-binary|-raw|-urlencode)?|-d|--form|-F|-T|--upload-file|--post-file|--post-data|--body-file|-body|-infile)$/i;
/** A substitution that fetches: its output becomes part of the command. */
const FETCHED = /(?:\$\(|`|<\()\s{0,20}(?:curl|wget|iwr|irm)\s/;
const POWERSHELL_RUN = /(?:^|[^\w-])(?:iex|invoke-expression)(?:[^\w-]|$)|downloadstring|frombase64string|\.loadfile\(/i;
const REVERSE = /\/dev\/(?:tcp|udp)\/|(?:^|[^\w])(?:nc|ncat|netcat)\s[^|;&]{0,200}\s?-(?:e|c)\s|mkfifo\s/;
const REVERSE_HINTS = ['/dev/tcp/', '/dev/udp/', 'nc', 'netcat', 'mkfifo'];

/** @returns the danger and the words to point at. */
export function dangerOf(script: Script): { danger: Danger; words: readonly Word[] } | null {
  if (script.encoded) return { danger: 'encoded', words: script.words };
  const text = script.words.map(({ value }) => value).join(' ');
  if (holdsOneOf(text, REVERSE_HINTS) && REVERSE.test(text)) return { danger: 'reverse-shell', words: script.words };
  if (script.language === 'powershell' && POWERSHELL_RUN.test(text)) return { danger: 'download-and-run', words: script.words };
  for (const pipeline of pipelines(script.commands)) {
    const programs = pipeline.map(({ words }) => nameOf(words));
    const words = pipeline.flatMap(command => command.words);
    const runs = programs.findIndex((program, index) => index > 0 && isRunner(program) && !readsFile(pipeline[index]!));
    const before = programs.slice(0, Math.max(runs, 0));
    if (runs > 0 && before.some(program => FETCHES.has(program) || DECODES.has(program))) return { danger: 'download-and-run', words };
    if (pipeline.some(({ words: [first, ...rest] }) => first && evaluates(programName(first.value), rest))) {
      return { danger: 'download-and-run', words };
    }
    if (pipeline.some((command, index) => sends(command, programs.slice(0, index)))) return { danger: 'sends-data', words };
    if (pipeline.some(({ words: own }) => destroys(own))) return { danger: 'destroys', words };
  }
  return null;
}

/** Whether what the chain ends in is no server at all but a download tool. */
export function fetchesOnly(launch: Launch): boolean {
  return launch.kind === 'binary' && (FETCHES.has(launch.name) || SOCKETS.has(launch.name)) && launch.name !== 'fetch';
}

export type CodeDanger = 'acts' | 'hidden' | 'entry' | 'plain';

/** What code in an argument does, as far as its names say. `entry` only calls into a module. */
export function codeDanger({ value }: Word): CodeDanger {
  const code = value.slice(0, 20_000);
  const runsText = /(?:^|[^\w.])(?:exec|eval|compile|Function)\s{0,4}\(/.test(code);
  if (runsText && /base64|b64decode|atob\(|fromCharCode|zlib|marshal|unhexlify/i.test(code)) return 'hidden';
  if (
    runsText ||
    /subprocess|os\.(?:system|popen|exec|spawn|remove|unlink)|child_process|execSync|spawnSync|urllib|requests\.|httpx|aiohttp|fetch\(|https?\.(?:get|request)|socket\.|net\.connect|shutil\.|writeFile|rmSync|unlink|open\([^)]{0,200}['"][wa]/.test(
      code,
    )
  ) {
    return 'acts';
  }
  return onlyCalls(code) ? 'entry' : 'plain';
}

/** Some imports and one call into what they brought. */
function onlyCalls(code: string): boolean {
  const statements = code
    .slice(0, 500)
    .split(/[;\n]/)
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
  const call = statements.pop() ?? '';
  const imports = statements.every(statement => /^(?:import|from) [\w.]{1,100}(?: (?:import|as) [\w, *]{1,200})?$/.test(statement));
  return code.length <= 500 && statements.length > 0 && imports && /^[\w.]{1,100}\([\w.()'"=, ]{0,200}\)$/.test(call);
}

/** The interpreter of the chain that was given code. */
export function codeHop(launch: Launch): (Hop & { readonly code: Word }) | undefined {
  return launch.hops.find((hop): hop is Hop & { readonly code: Word } => hop.code !== undefined);
}

function pipelines(commands: readonly Command[]): Command[][] {
  const groups: Command[][] = [];
  for (const command of commands) {
    if (command.after === '|' && groups.length > 0) groups.at(-1)!.push(command);
    else groups.push([command]);
  }
  return groups;
}

function nameOf(words: readonly Word[]): string {
  const named = words.find(({ value }) => !PREFIXES.has(value) && !(value.startsWith('-') && !/\s/.test(value))) ?? words[0];
  return named ? programName(named.value) : '';
}

function isRunner(program: string): boolean {
  return RUNS.has(program) || (program.startsWith('python') && /^python[\d.]*$/.test(program));
}

/** `curl … | python3 -m json.tool`, `| node parse.js`: the pipe is data, not the program. */
function readsFile({ words }: Command): boolean {
  const rest = words.slice(words.findIndex(({ value }) => isRunner(programName(value))) + 1).map(({ value }) => value);
  // Without a file, with `-` or with `-s`, an interpreter reads its program from the pipe.
  if (rest.includes('-') || rest.includes('-s')) return false;
  return rest.some(value => !/^-(?:x|e|u|ex|i|l|es|xe)$/.test(value));
}

function evaluates(program: string, rest: readonly Word[]): boolean {
  return EVALUATES.has(program) && rest.some(({ value }) => FETCHED.test(value));
}

function sends(command: Command, before: readonly string[]): boolean {
  if (!SENDS.has(nameOf(command.words))) return false;
  const uploads =
    command.words.filter(({ value }) => UPLOADS.test(value) || /^(?:--data(?:-binary|-raw)?|--post-file)=/.test(value)).length > 0;
  const netcat = nameOf(command.words).startsWith('n');
  if (before.some(program => REVEALS.has(program) || DECODES.has(program)) && (uploads || netcat)) return true;
  return (
    uploads &&
    command.words.some(({ value }) =>
      /(?:\$\(|`)\s{0,20}(?:env|printenv|cat|whoami|hostname|set)(?:[\s)`]|$)|^@(?:\/etc\/|~|\$HOME)/.test(value),
    )
  );
}

function destroys(words: readonly Word[]): boolean {
  const program = nameOf(words);
  const rest = words.map(({ value }) => value);
  if (program === 'rm')
    return (
      rest.some(value => /^-[a-zA-Z]*[rR]/.test(value)) &&
      rest.some(value => /^(?:\/|\/\*|~\/?|~\/\*|\$HOME\/?|\$\{HOME\}\/?|\*)$/.test(value))
    );
  if (program === 'dd') return rest.some(value => /^of=\/dev\/(?!null|zero)/.test(value));
  return /^mkfs(?:\.|$)/.test(program);
}
