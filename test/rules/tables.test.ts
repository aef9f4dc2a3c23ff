// What stands behind several rules, by table: kinds of hosts, spellings of settings, tools, invisible characters, names.
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import type { Server } from '../../src/core/model.ts';
import cursor from '../../src/formats/cursor.ts';
import { parse } from '../../src/syntax/index.ts';
import type { Format } from '../../src/core/format.ts';
import { whatDoes } from '../../src/rules/approval/risky-tool-auto-approved.ts';
import { shownName } from '../../src/rules/config/shared/names.ts';
import { folderOf } from '../../src/rules/drift/shared/same-server.ts';
import { endpointsOf, kindOfHost } from '../../src/rules/network/shared/endpoints.ts';
import { isNamed, isOff, isOn, settingsOf, wordOf } from '../../src/rules/network/shared/settings.ts';
import { hiddenIn } from '../../src/rules/poisoning/shared/hidden.ts';

const formats = [cursor].flat() as Format[];

async function server(entry: object): Promise<Server> {
  const source = new Source('.cursor/mcp.json', JSON.stringify({ mcpServers: { one: entry } }));
  const [document] = await parse(source, 'json');
  return formats[0]!.read(document!, { path: source.path, scope: 'project' }).servers[0]!;
}

describe('kindOfHost', () => {
  test.each([
    ['localhost', 'loopback'],
    ['api.localhost', 'loopback'],
    ['127.8.9.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public-address'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['8.8.4.4', 'public-address'],
    ['2606:4700::1111', 'public-address'],
    ['203.0.113.7', 'internal'],
    ['1.2.3.4', 'template'],
    ['999.1.1.1', 'template'],
    ['clickhouse-mcp', 'internal'],
    ['host.docker.internal', 'internal'],
    ['tools.default.svc.cluster.local', 'internal'],
    ['nas.home.arpa', 'internal'],
    ['mcp.example.com', 'internal'],
    ['box.tail1234.ts.net', 'internal'],
    ['${host}', 'template'],
    ['<server>', 'template'],
    ['your-server.com', 'template'],
    ['your_server_ip', 'internal'],
    ['mcp.your-domain.io', 'template'],
    ['yourself.dev', 'template'],
    ['mcp.linear.app', 'public'],
    ['my.acme-tools.dev', 'public'],
    ['prod.internal.acme-tools.dev', 'public'],
  ])('%s is %s', (host, kind) => {
    expect(kindOfHost(host)).toBe(kind);
  });
});

describe('endpointsOf', () => {
  test('finds addresses in any slot, without user, password, port and path', async () => {
    const one = await server({
      command: 'npx',
      args: ['mcp-remote', 'http://user:' + 'pass@a.acme-tools.dev:8080/x?y=z', '--also', 'see (https://b.acme-tools.dev), ok'],
      env: { PROXY: 'http://[fd00::1]:3128/' },
    });
    expect(endpointsOf(one).map(({ scheme, host, kind }) => [scheme, host, kind])).toEqual([
      ['http:', 'a.acme-tools.dev', 'public'],
      ['https:', 'b.acme-tools.dev', 'public'],
      ['http:', 'fd00::1', 'private'],
    ]);
    const [first] = endpointsOf(one);
    expect(first && 'start' in first.at && one.document.source.slice(first.at)).toBe('a.acme-tools.dev:8080');
  });

  test('a reference for a host is no host', async () => {
    const one = await server({ url: 'http://${env:HOST:-x}/mcp' });
    expect(endpointsOf(one).every(({ kind }) => kind === 'template')).toBe(true);
  });
});

describe('settingsOf', () => {
  test.each([
    ['--ignore-https-errors', 'IGNORE_HTTPS_ERRORS'],
    ['ignoreHttpsErrors', 'IGNORE_HTTPS_ERRORS'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_TLS_REJECT_UNAUTHORIZED'],
    ['-p', 'P'],
    ['tls.skip-verify', 'TLS_SKIP_VERIFY'],
  ])('%s is the word %s', (name, word) => {
    expect(wordOf(name)).toBe(word);
  });

  test.each([
    ['SSL_VERIFY', true],
    ['MY_2ND_SSL_VERIFY', true],
    ['MYSSL_VERIFY', false],
    ['_SSL_VERIFY', false],
    ['A__SSL_VERIFY', false],
    ['X:A_SSL_VERIFY', false],
    ['SSL_VERIFY_MODE', false],
  ])('%s ends in a name behind words of its own: %s', (word, expected) => {
    expect(isNamed(word, new Set(['SSL_VERIFY']))).toBe(expected);
  });

  test('reads every way of writing a name with a value', async () => {
    const one = await server({
      command: 'docker',
      args: ['run', '-e', 'A=1', '--env=B=2', '-e', 'PASSED', '--flag', '--host=0.0.0.0', '--port', '80', '--last', 'x', 'C=3'],
      env: { D: 'false', YES: true },
      verify: false,
    });
    const found = new Map(settingsOf(one).map(setting => [setting.word, setting]));
    const value = (word: string) => found.get(word)?.value;
    expect([value('A'), value('B'), value('C'), value('D'), value('YES'), value('VERIFY')]).toEqual([
      '1',
      '2',
      '3',
      'false',
      'true',
      'false',
    ]);
    expect(found.has('PASSED')).toBe(false);
    expect([value('FLAG'), value('HOST'), value('PORT'), value('LAST')]).toEqual([null, '0.0.0.0', '80', 'x']);
    expect(isOn(found.get('FLAG')!)).toBe(true);
    expect(isOn(found.get('YES')!)).toBe(true);
    expect(isOff(found.get('D')!)).toBe(true);
    // Following words are no truth values of a flag.
    expect([isOn(found.get('LAST')!), isOff(found.get('LAST')!)]).toEqual([true, false]);
    const host = found.get('HOST')!.at;
    expect('start' in host && one.document.source.slice(host)).toBe('0.0.0.0');
  });
});

describe('whatDoes', () => {
  test.each([
    ['execute_sql', 'runs'],
    ['mcp__db__drop_table', 'destroys'],
    ['@server/deleteRepository', 'destroys'],
    ['run_shell_command', 'shell'],
    ['Bash(*)', 'shell'],
    ['send-email', 'sends'],
    ['merge_pull_request', 'administers'],
    ['refund', 'pays'],
    ['delete_entities', null],
    ['Bash(npm run test:*)', null],
    ['list_tables', null],
    ['get_deleted_items', null],
    ['run_tests', null],
    ['set_value', null],
    ['killall', null],
  ])('%s: %s', (tool, does) => {
    expect(whatDoes(tool)).toBe(does);
  });
});

describe('hiddenIn', () => {
  const at = (code: number) => String.fromCodePoint(code);
  test.each([
    ['plain text, naïve café 漢字', null],
    ['a' + at(0x200b) + 'b', 'zero-width'],
    ['a' + at(0x2060) + 'b', 'zero-width'],
    ['x' + at(0x202e) + 'gnp.exe', 'direction'],
    [at(0x2066) + 'x' + at(0x2069), 'direction'],
    ['x' + at(0xe0041) + at(0xe0042), 'tag'],
    ['x' + at(0x1b) + '[31m', 'escape'],
    // A region's flag, a family, Persian and Hindi spelling, a mark of direction beside Hebrew.
    [at(0x1f3f4) + [0x67, 0x62, 0x73, 0x63, 0x74].map(code => at(0xe0000 + code)).join('') + at(0xe007f), null],
    ['👩' + at(0x200d) + '💻', null],
    ['می' + at(0x200c) + 'خواهم', null],
    ['क्' + at(0x200d) + 'ष', null],
    ['שלום' + at(0x200f) + '!', null],
    ['a' + at(0x200d) + 'b', 'zero-width'],
    ['a' + at(0x200e) + 'b', 'zero-width'],
    // The gravest wins.
    ['a' + at(0x200b) + at(0xe0041), 'tag'],
  ])('%j: %s', (text, kind) => {
    expect(hiddenIn(text)?.kind ?? null).toBe(kind);
  });

  test('names the first run and counts all', () => {
    expect(hiddenIn('a' + at(0x200b).repeat(3) + 'b' + at(0x200b))).toEqual({ kind: 'zero-width', start: 1, end: 4, count: 4 });
  });
});

describe('shownName', () => {
  test.each(['GITHUB_TOKEN', 'tracker-token', 'workspaceFolder', 'mcpServers', 'github', 'ATLASSIAN_SITE_NAME', 'config:x.y'])(
    'shows %s',
    name => {
      expect(shownName(name)).toBe(name);
    },
  );
  test('hides what could be a token', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    let seed = 7;
    const drawn = (length: number) =>
      Array.from({ length }, () => letters[Math.floor((seed = (seed * 48271) % 2147483647) / 40_000) % letters.length]).join('');
    for (const name of ['gh' + 'p_' + drawn(36), drawn(32), 'x'.repeat(61), 'a b', '']) expect(shownName(name)).toBe('…');
  });
});

test.each([
  ['.cursor/mcp.json', ''],
  ['app/.kiro/settings/mcp.json', 'app'],
  ['librechat.yaml', ''],
  ['a/b/.mcp.json', 'a/b'],
  ['a/.claude/b/x.json', 'a'],
])('%s is of folder "%s"', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});
