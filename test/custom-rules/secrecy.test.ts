import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { NO_PAINT } from '../../src/report/paint.ts';
import { scan } from '../../src/engine/scan.ts';
import { SUBJECTS, type Subject, TYPE_OF } from '../../src/engine/custom-rules-fields.ts';
import { SAMPLES } from '../../src/generated/secret-samples.ts';
import { REPORTERS } from '../../src/report/index.ts';
import { sample } from '../../src/secrets/samples.ts';
import { tree } from '../engine/tree.ts';
import { parseText, ruleText, run, waysOf } from './rules.ts';

/** Rules that print all there is to print, in messages of twelve fields each. */
function printers(): string {
  let count = 0;
  const rules = SUBJECTS.flatMap((subject: Subject) => {
    const ways = waysOf(subject, TYPE_OF[subject]);
    const chunks = Array.from({ length: Math.ceil(ways.length / 12) }, (_, index) => ways.slice(index * 12, index * 12 + 12));
    return chunks.map(chunk =>
      ruleText('true', { id: `acme/r${count++}`, for: subject, message: chunk.map(way => `{${way.join('.')}}`).join(' ') }),
    );
  });
  return rules.join('').replaceAll(/^custom-rules:\n/gm, (whole, at: number) => (at === 0 ? whole : ''));
}

const PLACES: Readonly<Record<string, (value: string) => object>> = {
  env: value => ({ command: 'a', env: { SERVICE_TOKEN: value } }),
  'arg after a flag': value => ({ command: 'npx', args: ['-y', 'some-server', '--api-key', value] }),
  'arg with =': value => ({ command: 'npx', args: ['-y', 'some-server', `--token=${value}`] }),
  'arg of a bridge': value => ({
    command: 'npx',
    args: ['mcp-remote', 'https://mcp.example.com', '--header', `Authorization: Bearer ${value}`],
  }),
  'shell line': value => ({ command: 'sh', args: ['-c', `API_TOKEN='${value}' npx some-server --token "${value}"`] }),
  header: value => ({ type: 'http', url: 'https://mcp.example.com', headers: { Authorization: `Bearer ${value}` } }),
  'url query': value => ({ type: 'http', url: `https://mcp.example.com/mcp?token=${encodeURIComponent(value)}` }),
  'url user': value => ({ type: 'http', url: `https://user:${encodeURIComponent(value)}@mcp.example.com/mcp` }),
  default: value => ({ command: 'a', env: { SERVICE_TOKEN: `\${SERVICE_TOKEN:-${value}}` } }),
  setting: value => ({ command: 'a', oauth: { clientSecret: value } }),
  'folder and version': value => ({ command: 'npx', args: [`some-server@${value}`], cwd: `/srv/${value}` }),
};
const KINDS = Object.keys(SAMPLES).toSorted();

/** Any eight letters of what follows the public prefix tell too much. */
function leaks(text: string, value: string): boolean {
  for (let at = 0; at + 8 <= value.length; at++) {
    const part = value.slice(at, at + 8);
    if (/\d/.test(part) && /[A-Za-z]/.test(part) && text.includes(part)) return true;
  }
  return text.includes(value);
}

test.each(Object.keys(PLACES))(
  'no message shows a credential of any kind: %s',
  async place => {
    const { customRules } = await parseText(printers());
    const leaked: string[] = [];
    for (const kind of KINDS) {
      const value = sample(kind);
      if (value.length < 16 || value.length > 4000) continue;
      const file = JSON.stringify({ mcpServers: { [`by-${kind}`]: PLACES[place]!(value) } }, null, 2);
      const { findings, notices, workspace } = await run(customRules, { '.mcp.json': file });
      expect(findings.length).toBeGreaterThan(4);
      const told = [...findings, ...notices].map(({ message }) => message).join('\n');
      for (const { source, span, class: held, secret } of workspace.credentials) {
        const text = source.slice(span);
        if (held === 'identifier' || held === 'default') continue;
        if (leaks(told, text.startsWith(secret.mask.slice(0, -1)) ? text.slice(secret.mask.length - 1) : text)) leaked.push(kind);
      }
    }
    expect(leaked).toEqual([]);
  },
  60_000,
);

test('no report shows a password that only its name gives away', async () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGH23456789'), minLength: 10, maxLength: 24 });
  const { customRules } = await parseText(printers());
  const names = fc.constantFrom('DB_PASSWORD', 'ADMIN_PASSWD', 'CLIENT_SECRET', 'api_token', 'SESSION_COOKIE');
  await fc.assert(
    fc.asyncProperty(letters, names, async (value, name) => {
      const file = JSON.stringify({ mcpServers: { a: { command: 'a', env: { [name]: value }, headers: { [name]: value } } } });
      const { findings } = await run(customRules, { '.mcp.json': file });
      for (const { message } of findings) expect(message).not.toContain(value);
    }),
    { numRuns: 60 },
  );
});

test('conditions cannot ask for a value bit by bit', async () => {
  const value = sample('github-pat-classic');
  const file = JSON.stringify({ mcpServers: { a: { command: 'a', args: [value], env: { TOKEN: value } } } });
  const { customRules } = await parseText(
    ruleText('server.env.exists(k, server.env[k].matches("ghp_.{5}")) || server.args.exists(a, size(a) > 6 || a.matches("[0-9]"))'),
  );
  expect((await run(customRules, { '.mcp.json': file })).findings).toEqual([]);
});

test('no report format shows a credential, in messages or notices', async () => {
  const value = sample('anthropic-api-key');
  const other = sample('github-pat-classic');
  const root = tree({
    'postern.yaml': printers() + ruleText('server.env["MISSING"] == "x"', { id: 'acme/missing' }).replace('custom-rules:\n', ''),
    '.mcp.json': JSON.stringify(
      { mcpServers: { [other]: { command: value, args: [value], env: { A_TOKEN: value, [value]: 'x' } } } },
      null,
      2,
    ),
  });
  const report = await reportOf(root);
  expect(report.findings.filter(({ rule }) => rule.startsWith('acme/')).length).toBeGreaterThan(4);
  expect(report.notices.some(({ message }) => message.includes('acme/missing'))).toBe(true);
  for (const load of Object.values(REPORTERS)) {
    const reporter = await load();
    const text = reporter(report, { paint: NO_PAINT, width: 80, pages: new Map(), failOn: 'high', verbose: true, quiet: false });
    for (const secret of [value.slice(14), other.slice(4)]) expect(leaks(text, secret)).toBe(false);
  }
});

async function reportOf(root: string): Promise<Report> {
  const options = {
    stdin: null,
    gitignore: true,
    include: [],
    exclude: [],
    home: null,
    maxSize: 2_000_000,
    config: 'find',
    baseline: null,
  } as const;
  const settings = {
    ignores: true,
    profile: null,
    minSeverity: null,
    minConfidence: null,
    failOn: null,
    today: '2026-11-21',
    version: '0',
  } as const;
  return (await scan({ root, paths: [root], ...options, ...settings })).report;
}
