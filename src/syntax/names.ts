import type { SyntaxId } from '../core/node.ts';

/** Endings that say a file is a copy or a sample of the one named before. */
const PEELED = /\.(?:example|sample|template|tmpl|tpl|bak|backup|old|orig|dist|local|disabled|default|in)$/i;
const BY_ENDING = new Map<string, SyntaxId>(
  (
    [
      ['json', 'json jsonc json5 jsonl code-workspace code-profile mcpb-manifest dxt-manifest webmanifest geojson har ipynb'],
      ['yaml', 'yaml yml'],
      ['toml', 'toml'],
      ['dotenv', 'env envrc'],
      ['properties', 'properties'],
      ['markdown', 'md mdx mdc markdown'],
      ['text', 'txt'],
    ] as const
  ).flatMap(([syntax, endings]) => endings.split(' ').map(ending => [ending, syntax] as const)),
);

/** The syntax that a file's name tells; null where only its content can ({@link sniff}). */
export function syntaxOf(path: string): SyntaxId | null {
  let name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  for (let i = 0; i < 3; i++) {
    // `.env.example`, `.env.local`, `.env.production`: all of one kind.
    if (name.startsWith('.env') && /^\.env(?:rc)?(?:$|[._-])/.test(name)) return 'dotenv';
    const dot = name.lastIndexOf('.');
    const known = dot < 0 ? undefined : BY_ENDING.get(name.slice(dot + 1));
    if (known) return known;
    if (!PEELED.test(name)) return null;
    name = name.slice(0, name.lastIndexOf('.'));
  }
  return null;
}

/** The syntax that a text looks like, from its first telling line; null where it looks like none. */
export function sniff(text: string): SyntaxId | null {
  const head = text.slice(0, 4000);
  const bracket = /^\s*([{[])/.exec(head)?.[1];
  if (bracket === '{') return /^\s*\{[{%]/.test(head) ? null : 'json';
  for (const raw of head.split('\n', 60)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('//') || line.startsWith('/*')) return /\/\*.*\*\/|\n\s*[{[]/s.test(head) ? 'json' : null;
    if (/^\[{1,2}[\w."' -]+\]{1,2}\s*(?:#|$)/.test(line)) return 'toml';
    if (bracket === '[') return 'json';
    if (line === '---' || line.startsWith('%YAML')) return 'yaml';
    if (/^(?:export )?[A-Z_][A-Z0-9_]*=\S/.test(line)) return 'dotenv';
    if (/^(?:[\w.-]+|"[^"\n]*")\s*=\s*(?:["'[{\d]|true|false)/.test(line)) return 'toml';
    if (/^"[^"\n]{1,100}"\s*:/.test(line)) return 'json';
    if (/^(?:- )?[\w.$-]+:(?: |$)/.test(line) || /^- \S/.test(line)) return 'yaml';
    return null;
  }
  return null;
}
