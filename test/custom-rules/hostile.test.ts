import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../src/engine/custom-rules-cel.ts';
import { ConfigError } from '../../src/engine/config.ts';
import { parseText, ruleText, run } from './rules.ts';

const WORDS = [
  'server', '.name', '.args', '.env', '.target', '.kind', '.exists(', '.all(', '.map(', '.matches(', 'size(', 'has(', 'a', ',', '(', ')', '[', ']', '{', '}', ':',
  '"x"', '1', '-1', '1.5', '0xff', '1u', 'true', 'null', '&&', '||', '!', '==', '<', '+', '*', '/', '%', '?', 'in', 'b"a"', "'", '"', '\\', '\n', '//', '.', 'today', '__proto__', '.constructor',
]; // prettier-ignore

test('any words make an expression or faults, at places inside of it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }), words => {
      const text = words.join(' ').replaceAll(' .', '.');
      const made = compile(text, 'server');
      if (!Array.isArray(made)) return;
      expect(made.length).toBeGreaterThan(0);
      for (const { span, message } of made) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.start).toBeLessThanOrEqual(text.length);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(message).toMatch(/^[^\n]+$/);
      }
    }),
    { numRuns: 5000 },
  );
});

test('any data under custom-rules is a configuration or its faults', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom('id', 'when', 'for', 'message', 'examples', 'tags', 'at', 'title'),
      async (value, key) => {
        for (const text of [ruleText('server.enabled', { [key]: value }), `custom-rules: ${JSON.stringify(value)}\n`]) {
          try {
            await parseText(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['parentheses', '('.repeat(900) + 'true' + ')'.repeat(900)],
  ['negations', '!'.repeat(1990) + 'true'],
  ['minus signs', '1 == ' + '-'.repeat(1900) + '1'],
  ['conditions', 'true ? '.repeat(200) + 'true' + ' : true'.repeat(200)],
  ['fields', 'server' + '.name'.repeat(390)],
  ['indices', 'server.args' + '[0]'.repeat(600)],
  ['conjunctions', Array.from({ length: 300 }, () => 'true').join(' && ')],
  ['items', `"a" in [${Array.from({ length: 400 }, () => '"a"').join(',')}]`],
  ['letters', `server.name == "${'a'.repeat(3000)}"`],
])('%s without end are refused or taken at once', (_, text) => {
  const started = performance.now();
  const made = compile(text, 'server');
  if (Array.isArray(made)) for (const { span } of made) expect(span.end).toBeLessThanOrEqual(Math.max(text.length, span.start));
  expect(performance.now() - started).toBeLessThan(1000);
});

test('a condition that would take too long is not evaluated, and the report says so', async () => {
  const many = Array.from({ length: 3000 }, (_, index) => `-x${index}`);
  const files = {
    'a/.mcp.json': JSON.stringify({ mcpServers: { big: { command: 'a', args: many } } }),
    'b/.mcp.json': JSON.stringify({ mcpServers: { small: { command: 'a', args: ['-x'] } } }),
  };
  const { customRules } = await parseText(
    ruleText('server.args.exists(a, server.args.exists(b, server.args.exists(c, a == b && b == c && c.endsWith("x"))))', {
      message: '{server.name}',
    }),
  );
  const started = performance.now();
  const { findings, notices } = await run(customRules, files);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(findings.map(({ message }) => message)).toEqual(['small.']);
  expect(notices.map(({ message }) => message)).toEqual([
    'The rule acme/one could not be decided for a/.mcp.json. It would take too long: the lists are too long for its loops.',
  ]);
});

test('what a condition costs at most is what it takes at most', async () => {
  const args = Array.from({ length: 400 }, (_, index) => `--option-${index}=${'v'.repeat(200)}`);
  const file = JSON.stringify({ mcpServers: { a: { command: 'a', args } } });
  for (const when of [
    'server.args.all(a, server.args.exists(b, a == b && !b.matches("x+x+y$")))',
    'server.args.all(a, server.args.all(b, !(a in ["1", "2"]) || b.contains("zz")))',
    'server.args.filter(a, a.matches("(v*)*w")).size() == 0',
  ]) {
    const { customRules } = await parseText(ruleText(when));
    const started = performance.now();
    await run(customRules, { '.mcp.json': file });
    expect(performance.now() - started).toBeLessThan(4000);
  }
});

test('scanned keys with meaning to JavaScript are plain names', async () => {
  const file =
    '{"mcpServers":{"constructor":{"command":"a","env":{"__proto__":"1","constructor":"2","toString":"3"}},"b":{"command":"b"}}}';
  const { customRules } = await parseText(
    ruleText('"constructor" in server.env && server.env["__proto__"] == "1" && server.env.constructor == "2"', {
      message: '{server.name}',
    }),
  );
  const { findings, notices } = await run(customRules, { '.mcp.json': file });
  expect([findings.map(({ message }) => message), notices]).toEqual([['constructor.'], []]);
});
