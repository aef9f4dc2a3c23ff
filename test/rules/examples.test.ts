// Every fenced example in a rule's page is a test: the marks name exactly what must be reported, and nothing else may be.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import type { AnyRule } from '../../src/core/rule.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { check } from '../../src/engine/check.ts';
import { load } from '../../src/engine/load.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import { readEvidence } from '../../src/governance/index.ts';
import { sample } from '../../src/secrets/samples.ts';
import { type Example, examplesOf } from '../pages.ts';

const dir = new URL('../../src/rules/', import.meta.url);
const pages = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.md'))
  .sort();

/** The day of every example. */
const TODAY = '2026-11-21';

async function run(rule: AnyRule, example: Example) {
  const files = await Promise.all(
    example.files.map(({ path, text }) =>
      load(new Source(path, text), candidatesFor(path), { explicit: candidatesFor(path).length === 0, tracked: true }),
    ),
  );
  const { ownership, governance } = await readEvidence(new Map(example.files.map(({ path, text }) => [path, new Source(path, text)])));
  const { findings, notices } = check(workspaceOf(files, ownership, { governance, today: TODAY }), [rule]);
  expect(notices).toEqual([]);
  return findings;
}

for (const page of pages) {
  const { default: rule } = (await import(new URL(page.replace(/\.md$/, '.ts'), dir).href)) as { default: AnyRule };
  const text = readFileSync(new URL(page, dir), 'utf8');
  const examples = examplesOf(text, sample);
  describe(rule.id, () => {
    test('has its name as title, its sections, and examples that fire and that stay silent', () => {
      expect(text.startsWith(`# ${rule.id}\n`)).toBe(true);
      expect(page).toBe(`${rule.family}/${rule.id}.md`);
      expect(text).toMatch(/^## Why$/m);
      expect(text).toMatch(/^## Fix$/m);
      expect(examples.some(({ files }) => files.some(({ marks }) => marks.length > 0))).toBe(true);
      expect(examples.some(({ files }) => files.every(({ marks }) => marks.length === 0))).toBe(true);
    });
    for (const example of examples) {
      test(example.title, async () => {
        const findings = await run(rule, example);
        const found = findings.map(({ rule: id, source, span }) => {
          const { line, column } = source.position(span.start);
          const end = source.position(span.end);
          return {
            path: source.path,
            rule: id,
            line,
            start: column - 1,
            end: end.line === line ? end.column - 1 : source.slice(source.line(line)).length,
          };
        });
        const wanted = example.files.flatMap(({ path, marks }) =>
          marks.map(mark => ({ path, rule: mark.rule, line: mark.line, start: mark.start, end: mark.end })),
        );
        const order = (a: (typeof found)[number], b: (typeof found)[number]) =>
          a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.start - b.start;
        expect(found.toSorted(order)).toEqual(wanted.toSorted(order));
        for (const { message } of findings) expect(message).not.toMatch(/(?<!\$)\{\w+\}|undefined/);
      });
    }
  });
}
