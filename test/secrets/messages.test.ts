// What the rules about credentials say, and that they say nothing of the values.
import { expect, test } from 'vitest';
import type { AnyRule } from '../../src/core/rule.ts';
import { check } from '../../src/engine/check.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import args from '../../src/rules/secrets/secret-in-command-args.ts';
import fallback from '../../src/rules/secrets/secret-as-reference-default.ts';
import first from '../../src/rules/secrets/default-credential.ts';
import generic from '../../src/rules/secrets/hardcoded-generic-secret.ts';
import header from '../../src/rules/secrets/secret-in-header.ts';
import key from '../../src/rules/secrets/private-key-material.ts';
import known from '../../src/rules/secrets/hardcoded-known-secret.ts';
import shared from '../../src/rules/identity/shared-credential.ts';
import url from '../../src/rules/secrets/secret-in-url.ts';
import { sample } from '../../src/secrets/samples.ts';
import { configFile } from './files.ts';

const RULES: readonly AnyRule[] = [known, generic, args, url, header, key, fallback, first, shared];
const nobody = { from: null, ownersOf: () => [] };

function run(servers: object) {
  const { file, source } = configFile({ mcpServers: servers });
  const { findings, notices } = check(workspaceOf([file], nobody), RULES);
  expect(notices).toEqual([]);
  return findings.map(finding => ({ ...finding, fixed: finding.fix ? apply(source.text, finding.fix.edits) : null }));
}

function apply(text: string, edits: readonly { span: { start: number; end: number }; text: string }[]): string {
  return edits.reduce((all, { span, text }) => all.slice(0, span.start) + text + all.slice(span.end), text);
}

test('name the place, what to do, and the reference of this client', () => {
  const [finding] = run({ github: { command: 'x', env: { GITHUB_TOKEN: sample('github-pat-classic') } } });
  expect(finding).toMatchObject({
    rule: 'hardcoded-known-secret',
    severity: 'critical',
    message:
      '`GITHUB_TOKEN` of `github` holds a GitHub personal access token in plain text. Revoke it (https://github.com/settings/tokens), then write `${env:GITHUB_TOKEN}` here.',
  });
  expect(JSON.parse(finding!.fixed!).mcpServers.github.env.GITHUB_TOKEN).toBe('${env:GITHUB_TOKEN}');
});

test('a connection string in a variable is replaced as a whole, a token behind a scheme alone', () => {
  const [database] = run({ pg: { command: 'x', env: { DATABASE_URL: 'postgres://app:Rain-Snow9@db.acme.io/x' } } });
  expect(database!.message).toContain('write `${env:DATABASE_URL}` as the whole value');
  expect(JSON.parse(database!.fixed!).mcpServers.pg.env.DATABASE_URL).toBe('${env:DATABASE_URL}');
  const [bearer] = run({ linear: { url: 'https://mcp.linear.app/mcp', headers: { Authorization: `Bearer ${sample('linear-key')}` } } });
  expect(JSON.parse(bearer!.fixed!).mcpServers.linear.headers.Authorization).toBe('Bearer ${env:LINEAR_API_KEY}');
});

test('what is not sure is said as a question, and is low', () => {
  const token = sample('groq-key').slice(4, 44);
  const [value, path] = run({
    a: { command: 'x', env: { VALUE: token } },
    b: { url: `https://tools.acme.io/s/${sample('groq-key', 1).slice(4, 44)}/mcp` },
  });
  expect(value).toMatchObject({ severity: 'low', confidence: 'low', rule: 'hardcoded-generic-secret' });
  expect(value!.message).toBe(
    '`VALUE` of `a` holds a value that a machine drew, under a name that says nothing of it. If it is a credential, revoke it where it was issued, then write `${env:VALUE}` here.',
  );
  expect(path).toMatchObject({ severity: 'low', confidence: 'low', rule: 'secret-in-url' });
  expect(path!.message).toContain('If this is one, revoke it where it was issued, then write');
});

test('one finding for each place, and one for what is shared', () => {
  const token = sample('notion-token');
  const found = run({ a: { command: 'x', env: { NOTION_TOKEN: token } }, b: { command: 'y', args: ['--token', token] } });
  expect(found.map(({ rule }) => rule)).toEqual(['hardcoded-known-secret', 'shared-credential', 'secret-in-command-args']);
  expect(found[1]!.related).toHaveLength(1);
});

test('several repositories in one run: a credential that they share is one finding, what is public or made up is none', () => {
  const env = { LINEAR_API_KEY: sample('linear-key'), STRIPE_KEY: sample('stripe-publishable'), ACME_TOKEN: 'your-acme-token' };
  const demo = { DB_PASSWORD: 'postgres', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7' + 'EXAMPLE', OTHER_TOKEN: '${OTHER_TOKEN}' };
  const files = ['team-a/.cursor/mcp.json', 'team-b/.mcp.json', 'team-b/.vscode/mcp.json'].map(
    path => configFile({ mcpServers: { issues: { command: 'x', env: { ...env, ...demo } } } }, path).file,
  );
  const { findings } = check(workspaceOf(files, nobody), [shared]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ rule: 'shared-credential', severity: 'medium' });
  expect(findings[0]!.message).toBe(
    'The same Linear personal API key serves 2 projects (`team-a`, `team-b`), so a leak in one opens the others, and none can be revoked alone. Issue one credential for each project.',
  );
  expect(findings[0]!.related.map(({ source }) => source.path)).toEqual(['team-b/.mcp.json', 'team-b/.vscode/mcp.json']);
  const { findings: apart } = check(workspaceOf(files.slice(1), nobody), [shared]);
  expect(apart.map(({ severity }) => severity)).toEqual(['low']);
});

test('no message, mask or fix holds anything of a value, wherever it was put', () => {
  const tokens = [
    'github-pat-classic',
    'slack-bot-token',
    'openai-project-key',
    'groq-key',
    'jwt',
    'pem-private-key',
    'supabase-pat',
    'deepl-free-key',
  ];
  for (const id of tokens) {
    const token = sample(id);
    const plain = token.replace(/\s/g, '');
    const servers = {
      [token]: {
        command: token,
        args: ['--token', token, `--key=${token}`],
        env: { [token]: token, API_KEY: `\${X:-${token}}` },
        headers: { [token]: token },
      },
      other: {
        url: `https://u:${plain}@h.acme.io/${plain}?token=${plain}`,
        headers: { Authorization: `Basic ${Buffer.from(`a:${token}`).toString('base64')}` },
      },
    };
    for (const { message, fix, credential, related } of run(servers)) {
      const printed = JSON.stringify([message, fix?.title, fix?.edits.map(edit => edit.text), credential, related.map(({ text }) => text)]);
      const rest = token.slice(12);
      for (let at = 0; at + 10 <= rest.length; at += 5) expect(printed, id).not.toContain(rest.slice(at, at + 10));
    }
  }
});
