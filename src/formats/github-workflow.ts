// https://github.com/anthropics/claude-code-action
import { defineFormat } from '../core/format.ts';
import { type Node, type Path, entry, get, inner, scalars } from '../core/node.ts';
import type { Span } from '../core/source.ts';
import { parseJson } from '../syntax/json.ts';
import { isServerSet, readAny } from './generic.ts';
import { parseInner, standingAt } from './shared/inner-json.ts';
import { GITHUB_ACTIONS } from './shared/interpolation.ts';
import { items, members, textAt } from './shared/parts.ts';
import { placed } from './shared/roots.ts';
import { type Site, addAll, addControl, addSlots, emptyReading, site } from './shared/server-map.ts';

const WORDS = ['mcpServers', 'mcp_servers'];
const MAX = 200_000;

/** Steps of every job with their places. */
function steps(root: Node | undefined): { step: Node; path: Path }[] {
  return [
    ...members(get(root, 'jobs')).flatMap(({ key, value }) =>
      items(get(value, 'steps')).map(({ item, index }) => ({ step: item, path: ['jobs', key.value, 'steps', index] })),
    ),
    ...items(get(root, 'runs', 'steps')).map(({ item, index }) => ({ step: item, path: ['runs', 'steps', index] })),
  ];
}

/** Objects in a text that speak of servers: from a brace to the one that closes it, texts and escapes minded. */
function* objects(text: string, { start, end }: Span): Generator<Span> {
  let misses = 0;
  for (let at = text.indexOf('{', start); at >= 0 && at < end;) {
    const close = closing(text, at, end);
    // An open brace costs a look at all the rest; a shell script has many.
    if (close < 0 && ++misses > 50) return;
    const body = close < 0 ? '' : text.slice(at, close + 1);
    if (WORDS.some(word => body.includes(word))) yield { start: at, end: close + 1 };
    at = text.indexOf('{', close < 0 ? at + 1 : close + 1);
  }
}

function closing(text: string, from: number, end: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return -1;
}

const holdsText = (root: Node): boolean => {
  for (const { node } of scalars(root)) if (node.kind === 'string' && WORDS.some(word => node.value.includes(word))) return true;
  return false;
};

/** Servers written as JSON inside a text of a step. Their pointers end at that text, their spans are exact. */
function readText(at: Site, node: Node, here: Path): void {
  const { source } = at.document;
  const raw = inner(node);
  // A text in double quotes has its own quotes escaped, so its decoded value is the JSON.
  const escaped = node.kind === 'string' && node.quoted && source.slice(raw).includes('\\"');
  const spans = escaped ? objects(node.value, { start: 0, end: node.value.length }) : objects(source.text, raw);
  for (const span of spans) {
    const json = escaped ? parseInner(source, node, span.start, span.end) : parseJson(source, span, 'fence')[0];
    if (!json?.root || !isServerSet(json.root, at.context.path)) continue;
    const part: Site = { ...at, document: json, reading: emptyReading() };
    readAny(part);
    addAll(
      at.reading.servers,
      part.reading.servers.map(server => standingAt(server, here)),
    );
    addAll(
      at.reading.controls,
      part.reading.controls.map(control => ({ ...control, path: here })),
    );
  }
}

const PROGRAMS = /(?:claude-code(?:-base)?-action|run-gemini-cli|codex-action|copilot)/;

const workflow = defineFormat({
  id: 'github-workflow',
  name: 'GitHub Actions',
  kind: 'client',
  docs: 'https://github.com/anthropics/claude-code-action/blob/main/docs/configuration.md',
  syntax: 'yaml',
  files: [
    { path: '.github/workflows/*.{yml,yaml}', scope: 'project', by: 'content' },
    { path: 'action.{yml,yaml}', scope: 'project', by: 'content' },
  ],
  hints: [...WORDS, '--mcp-config', 'mcp_config', 'allowedTools', 'allowed_tools', 'dangerously-skip-permissions'],
  schema: null,
  interpolation: GITHUB_ACTIONS,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) =>
    (placed(path, '.github/workflows/') || /(?:^|\/)action\.ya?ml/.test(path)) &&
    (holdsText(root) || steps(root).some(({ step }) => PROGRAMS.test(textAt(step, 'uses') ?? ''))),
  read(document, context) {
    const at = site(document, workflow, context);
    for (const { step, path } of steps(document.root)) {
      for (const { node, path: below } of scalars(step)) {
        if (node.kind !== 'string') continue;
        const here = [...path, ...below];
        const danger = node.value.indexOf('--dangerously-skip-permissions');
        if (danger >= 0)
          addControl(at, null, '--dangerously-skip-permissions', node, here, {
            kind: 'bypass-approval',
            value: '--dangerously-skip-permissions',
          });
        if (node.value.length < MAX && WORDS.some(word => node.value.includes(word))) readText(at, node, here);
      }
      const env = entry(step, 'env');
      if (env) addSlots(at, env.value, [...path, 'env'], 'setting', 'env', env.key);
    }
    return at.reading;
  },
});

export default workflow;
