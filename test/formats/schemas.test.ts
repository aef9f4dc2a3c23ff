// The schemas stand on their own: they compile strictly, take what people write, and refuse what a client would.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { toJS } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { formats } from '../../src/generated/formats.ts';
import { parse, syntaxOf } from '../../src/syntax/index.ts';

const schema = (name: string): Record<string, unknown> => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, schemas: [schema('shared')] });
const validator = (name: string) => ajv.getSchema(`postern:${name}`) ?? ajv.compile(schema(name));
const named = formats.filter(({ id, schema }) => schema !== null && existsSync(`fixtures/formats/${id}`));

test.each(named.map(({ id, schema }) => [id, schema!]))('good fixtures of %s fit schema %s', async (id, name) => {
  const folder = `fixtures/formats/${id}`;
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    path => !path.startsWith('broken') && path !== 'expected.txt' && statSync(`${folder}/${path}`).isFile(),
  );
  const validate = validator(name);
  for (const path of paths) {
    const source = new Source(path, readFileSync(`${folder}/${path}`, 'utf8').replace(/^\uFEFF/, ''));
    for (const { root } of await parse(source, syntaxOf(path) ?? 'json')) {
      expect(validate(toJS(root)), `${path} ${ajv.errorsText(validate.errors)}`).toBe(true);
    }
  }
  expect(paths.length).toBeGreaterThan(0);
});

const bad = (entry: object, root = 'mcpServers') => ({ [root]: { tickets: entry } });
test.each([
  ['mcp-servers', bad({ command: 'npx', args: 'a b' }), '/mcpServers/tickets/args'],
  ['claude-code', bad({ type: 'https', url: 'https://a.example.com' }), '/mcpServers/tickets/type'],
  ['claude-code', bad({ command: 'npx', env: { RETRIES: 3 } }), '/mcpServers/tickets/env/RETRIES'],
  ['claude-code-settings', { enableAllProjectMcpServers: 'yes' }, '/enableAllProjectMcpServers'],
  ['claude-code-settings', { permissions: { allow: 'mcp__tickets' } }, '/permissions/allow'],
  ['vscode', bad({ command: ['npx'] }, 'servers'), '/servers/tickets/command'],
  ['vscode', { inputs: [{ id: 'a', type: 'prompt' }] }, '/inputs/0/type'],
  ['windsurf', bad({ command: 'npx', disabled: 'true' }), '/mcpServers/tickets/disabled'],
  ['gemini-cli', bad({ command: 'npx', trust: 'yes' }), '/mcpServers/tickets/trust'],
  ['opencode', bad({ type: 'local', command: 'npx' }, 'mcp'), '/mcp/tickets/command'],
  ['cline', bad({ command: 'npx', autoApprove: 'search' }), '/mcpServers/tickets/autoApprove'],
  ['roo-code', bad({ command: 'npx', timeout: 0 }), '/mcpServers/tickets/timeout'],
  ['zed', bad({ enabled: 'false', settings: {} }, 'context_servers'), '/context_servers/tickets/enabled'],
  ['crush', bad({ command: 'npx', type: 'local' }, 'mcp'), '/mcp/tickets/type'],
])('%s refuses %j at %s', (name, content, at) => {
  const validate = validator(name);
  expect(validate(content)).toBe(false);
  expect(validate.errors!.map(({ instancePath }) => instancePath)).toContain(at);
});

test('every schema says what it is of', () => {
  for (const file of readdirSync('schemas').filter(one => one.endsWith('.schema.json'))) {
    const name = file.slice(0, -'.schema.json'.length);
    const content = schema(name);
    if (typeof content.$id !== 'string' || !content.$id.startsWith('postern:')) continue;
    expect(content.$id).toBe(`postern:${name}`);
    expect(typeof content.title).toBe('string');
    expect(typeof content.description).toBe('string');
  }
});
