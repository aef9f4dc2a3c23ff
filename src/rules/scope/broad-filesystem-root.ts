import type { Confidence, Fix, Severity } from '../../core/finding.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { PLACE_WORDS, type PlaceKind, placeKind } from '../../resolve/host-paths.ts';
import { knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { findSwitch, hasValue, switchText, switchWord } from '../../resolve/switches.ts';
import { part, placeOf, spanOf, wordOf } from '../../resolve/words.ts';
import { isNamed } from '../network/shared/settings.ts';
import { gravity } from './shared/narrowing.ts';

const FLAG =
  /^--(?:allowed?-(?:dirs?|directories|directory|paths?|folders?|roots?)|allowed(?:Dirs?|Directories|Paths?|Roots?)|root-?(?:dir|path|folder)?|base-?(?:dir|path)|vault-?(?:path|dir))$/i;
const FLAG_HINTS = ['allow', 'root', 'base', 'vault'];
const VARIABLES = setOf(
  'ALLOWED_DIR ALLOWED_DIRS ALLOWED_DIRECTORY ALLOWED_DIRECTORIES ALLOWED_PATH ALLOWED_PATHS ALLOWED_FOLDER ALLOWED_FOLDERS ALLOWED_ROOT ALLOWED_ROOTS ALLOWED_FILE_DIRS ROOT_DIR ROOT_PATH ROOT_FOLDER BASE_DIR BASE_DIRECTORY FILESYSTEM_ROOT FILESYSTEM_ROOTS FS_ROOT FS_ROOTS',
);

export default defineRule({
  id: 'broad-filesystem-root',
  family: 'scope',
  title: 'A server may read and write far more files than the project',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-732', 'CWE-552'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI05'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05', 'PR.DS-01'],
    'owasp-aisvs': ['v1.0-C10.1.3'],
    'cosai-mcp': ['CoSAI-MCP-T8', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1105', 'SAFE-T1606', 'SAFE-T1802'],
    'mitre-atlas': ['AML.M0032'],
    'mcp-spec': ['MCP-SPEC-LOCAL-DANGEROUS', 'MCP-SPEC-LOCAL-SANDBOX'],
    'csa-maestro': ['L4'],
  },
  messages: {
    root: '`{server}` in {client} is given {what} (`{path}`). Give it the project folder instead.',
    open: '`{server}` in {client} is given {means} (`{written}`). Remove the switch, and name the folders that it needs.',
  },
  server(server, { report }) {
    const data = { server: server.name, client: server.format.name };
    for (const { word, confidence } of rootsOf(server)) {
      const kind = placeKind(word.value);
      if (!kind) continue;
      report({
        ...placeOf(server, word),
        message: 'root',
        severity: gravity(server, SEVERITY[kind]),
        confidence,
        data: { ...data, what: PLACE_WORDS[kind], path: word.value },
        fix: fixOf(server, word),
      });
    }
    const known = knownServer(server);
    for (const widening of known?.widen ?? []) {
      if (widening.opens !== 'files') continue;
      const use = findSwitch(server, widening);
      if (!use || !hasValue(use, widening)) continue;
      const place = {
        ...placeOf(server, switchWord(widening, use)),
        severity: gravity(server, widening.weight),
        confidence: known!.confidence,
      };
      report({
        ...place,
        message: 'open',
        data: { ...data, means: widening.means, written: switchText(widening, use) },
      });
      return;
    }
  },
});

const SEVERITY: Readonly<Record<PlaceKind, Severity>> = {
  disk: 'high',
  home: 'high',
  users: 'high',
  credentials: 'high',
  socket: 'high',
  system: 'medium',
  parent: 'low',
};

/** Folders that a server is told to open: its plain arguments where it serves files, named ones anywhere. */
function rootsOf(server: Server): { word: Word; confidence: Confidence }[] {
  const launch = launchOf(server);
  const roots: { word: Word; confidence: Confidence }[] = [];
  // Paths inside a container are judged by its mounts.
  if (launch.container) return roots;
  const known = knownServer(server)?.id;
  const serves = known === 'filesystem' || known === 'rust-filesystem';
  const named = serves || (launch.name.includes('system') && /(?:^|[-_/])file-?system(?:s|-|_|$)/.test(launch.name));
  for (const [index, word] of launch.args.entries()) {
    const before = launch.args[index - 1]?.value ?? '';
    const equals = word.value.indexOf('=');
    if (equals > 0 && isFlag(word.value.slice(0, equals))) roots.push({ word: part(word, equals + 1), confidence: 'medium' });
    else if (isFlag(before)) roots.push({ word, confidence: 'medium' });
    else if (named && !word.value.startsWith('-') && !before.startsWith('-')) roots.push({ word, confidence: serves ? 'high' : 'medium' });
  }
  for (const slot of server.env) {
    if (!slot.key || !isNamed(slot.key, VARIABLES) || slot.value.length > 5000) continue;
    const word = wordOf(slot);
    for (const match of slot.value.matchAll(/[^,;]+/g))
      roots.push({ word: part(word, match.index, match.index + match[0].length), confidence: 'medium' });
  }
  return roots;
}

function isFlag(name: string): boolean {
  return name.startsWith('--') && name.length < 40 && holdsOneOf(name.toLowerCase(), FLAG_HINTS) && FLAG.test(name);
}

function fixOf(server: Server, word: Word): Fix | null {
  if (!server.format.interpolation.expands.includes('${workspaceFolder}') || word.slot.where !== 'arg') return null;
  const edit = { source: server.document.source, span: spanOf(word), text: '${workspaceFolder}' };
  return { title: 'Give it ${workspaceFolder} only', safe: false, edits: [edit] };
}
