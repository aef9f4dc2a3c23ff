import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interpolation, ReferenceForm } from '../../src/core/format.ts';
import { expandedBy, parts, stateOf } from '../../src/resolve/references.ts';

const shown = (value: string) =>
  parts(value).map(part =>
    part.kind === 'text'
      ? value.slice(part.start, part.end)
      : [part.form ?? 'address', part.name, ...(part.default ? [value.slice(part.default.start, part.default.end)] : [])],
  );

const client = (expands: ReferenceForm[], more: Partial<Interpolation> = {}): Interpolation => ({
  id: 'x',
  expands,
  fields: 'all',
  unset: 'unknown',
  write: null,
  certain: true,
  ...more,
});
const first = (value: string) => parts(value)[0]!;

describe('parts', () => {
  test.each<[string, unknown[]]>([
    ['plain', ['plain']],
    ['', []],
    ['${TOKEN}', [['${NAME}', 'TOKEN']]],
    ['${TOKEN:-none}', [['${NAME:-default}', 'TOKEN', 'none']]],
    ['${TOKEN-none}', [['${NAME:-default}', 'TOKEN', 'none']]],
    ['${TOKEN:=none}', [['${NAME:-default}', 'TOKEN', 'none']]],
    ['${PORT:8080}', [['${NAME:default}', 'PORT', '8080']]],
    ['${TOKEN:-}', [['${NAME:-default}', 'TOKEN', '']]],
    ['${TOKEN:?set it}', [['${NAME}', 'TOKEN']]],
    ['${A:-${B:-c}}', [['${NAME:-default}', 'A', '${B:-c}']]],
    ['${api-key}', [['${NAME}', 'api-key']]],
    ['${302AI_API_KEY}', [['${NAME}', '302AI_API_KEY']]],
    ['${process.env.X}', [['${NAME}', 'process.env.X']]],
    ['$TOKEN', [['$NAME', 'TOKEN']]],
    ['$token', [['$NAME', 'token']]],
    ['Bearer $TOKEN!', ['Bearer ', ['$NAME', 'TOKEN'], '!']],
    ['%TOKEN%', [['%NAME%', 'TOKEN']]],
    ['$env:TOKEN', [['$env:NAME', 'TOKEN']]],
    ['${env:TOKEN}', [['${env:NAME}', 'TOKEN']]],
    ['${env://TOKEN:-x}', [['${env:NAME}', 'TOKEN', 'x']]],
    ['${input:github_pat}', [['${input:id}', 'github_pat']]],
    ['${config:a.b}', [['${config:key}', 'a.b']]],
    ['${command:x.y}', [['${command:id}', 'x.y']]],
    ['${file:/run/t}', [['${file:path}', '/run/t']]],
    ['${cmd:pass show t}', [['${cmd:command}', 'pass show t']]],
    ['${user_config.api_key}', [['${user_config.key}', 'api_key']]],
    ['${workspaceFolder}/x', [['${workspaceFolder}', 'workspaceFolder'], '/x']],
    ['${CLAUDE_PLUGIN_ROOT}/x', [['${EXTENSION_VARIABLE}', 'CLAUDE_PLUGIN_ROOT'], '/x']],
    ['{env:TOKEN}', [['{env:NAME}', 'TOKEN']]],
    ['?k={env:TOKEN}&x=1', ['?k=', ['{env:NAME}', 'TOKEN'], '&x=1']],
    ['{file:./t}', [['{file:path}', './t']]],
    ['{{LIBRECHAT_USER_ID}}', [['{{NAME}}', 'LIBRECHAT_USER_ID']]],
    ['{{ token | default("abc") }}', [['{{NAME}}', 'token', 'abc']]],
    ['${{ secrets.TOKEN }}', [['${{ expression }}', 'secrets.TOKEN']]],
    ['$(cat token)', [['$(command)', 'cat token']]],
    ['COPILOT_MCP_TOKEN', [['bare COPILOT_MCP_NAME', 'COPILOT_MCP_TOKEN']]],
    ['op://work/item/field', [['address', 'op://work/item/field']]],
    ['https://x.vault.azure.net/secrets/y', [['address', 'https://x.vault.azure.net/secrets/y']]],
    ['$2b$10$abcdefgh', ['$2b$10$abcdefgh']],
    ['pa$word', ['pa$word']],
    ['pa$WORD', ['pa$WORD']],
    ['$aact_YTU5YTE0', ['$aact_YTU5YTE0']],
    ['100%20%41', ['100%20%41']],
    ['a%40b%21c', ['a%40b%21c']],
    ['${unclosed', ['${unclosed']],
    ['{"a": {"b": 1}}', ['{"a": {"b": 1}}']],
    ['{}', ['{}']],
  ])('%s', (value, want) => expect(shown(value)).toEqual(want));

  test('cover a value without gaps, for any text', () => {
    const piece = fc.constantFrom('$', '{', '}', '${', '{{', '}}', '(', ')', '$(', '%', 'A', 'env:', ':-', 'x', ' ', '|default("', '"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const value = pieces.join('');
        let at = 0;
        for (const part of parts(value)) {
          expect(part.start).toBe(at);
          expect(part.end).toBeGreaterThan(part.start);
          if (part.default) expect(part.default.start >= part.start && part.default.end <= part.end).toBe(true);
          at = part.end;
        }
        expect(at).toBe(value.length);
      }),
    );
  });

  test('take time in proportion to the length', () => {
    for (const bait of ['${', '{{', '$(', '${A:-', '%A', '{', '$']) {
      const start = process.cpuUsage();
      parts(bait.repeat(50_000));
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(1500);
    }
  });
});

describe('stateOf', () => {
  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['${TOKEN}', 'reference'],
    ['${A}${B}', 'reference'],
    ['vault:secret/data#key', 'reference'],
    ['!secret token', 'reference'],
    ['@Microsoft.KeyVault(SecretUri=https://x)', 'reference'],
    ['Bearer ${TOKEN}', 'mixed'],
    ['<YOUR_API_KEY>', 'placeholder'],
    ['your-api-key', 'placeholder'],
    ['xxxxxxxx', 'placeholder'],
    ['sk-...', 'placeholder'],
    ['__TOKEN__', 'placeholder'],
    ['@TOKEN@', 'placeholder'],
    ['{API_KEY}', 'placeholder'],
    ['[YOUR-DB-PASSWORD]', 'placeholder'],
    ['hello', 'literal'],
    ['8080', 'literal'],
    ['gpt-4o', 'literal'],
    ['{"a":"b"}', 'literal'],
  ] as const)('%s: %s', (value, state) => expect(stateOf(value)).toBe(state));
});

describe('expandedBy', () => {
  test('by form and by field', () => {
    expect(expandedBy(first('${env:A}'), client(['${env:NAME}']), 'env')).toBe(true);
    expect(expandedBy(first('${A}'), client(['${env:NAME}']), 'env')).toBe(false);
    expect(expandedBy(first('${A}'), client(['${NAME}'], { fields: ['env'] }), 'env')).toBe(true);
    expect(expandedBy(first('${A}'), client(['${NAME}'], { fields: ['env'] }), 'header')).toBe(false);
  });

  test('nothing is said of what is not known', () => {
    expect(expandedBy(first('${A}'), client([], { certain: false }), 'env')).toBe(null);
    expect(expandedBy(first('text'), client(['${NAME}']), 'env')).toBe(null);
    expect(expandedBy(first('op://a/b/c'), client(['${NAME}']), 'env')).toBe(null);
  });
});
