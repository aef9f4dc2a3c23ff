import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/core/finding.ts';
import { Source } from '../../src/core/source.ts';
import { unifiedDiff } from '../../src/engine/diff.ts';
import { applyFixes, writeFixes } from '../../src/engine/fix.ts';
import type { Scan } from '../../src/engine/scan.ts';
import { emptyReading } from '../../src/formats/shared/server-map.ts';
import { tree } from './tree.ts';

/** What the words of a text ask for: each `name` in this table is a finding whose fix puts the text given here in its place. */
type Words = Readonly<Record<string, { readonly to: string; readonly safe?: boolean }>>;

/** A run over plain texts: no discovery and no rules, so that only the fixing is at work. */
function runOver(texts: Readonly<Record<string, string>>, words: Words): Scan {
  const again = (sources: ReadonlyMap<string, Source>): Promise<Scan> => Promise.resolve(made(sources));
  const made = (sources: ReadonlyMap<string, Source>): Scan => {
    const findings: Judged[] = [];
    for (const source of sources.values()) {
      for (const [name, { to, safe = true }] of Object.entries(words)) {
        for (let start = source.text.indexOf(name); start >= 0; start = source.text.indexOf(name, start + 1)) {
          const span = { start, end: start + name.length };
          const fix = { title: 'Mend it', safe, edits: [{ source, span, text: to }] };
          const base = {
            rule: name,
            family: 'config',
            severity: 'low',
            confidence: 'high',
            message: name,
            source,
            span,
            path: null,
          } as const;
          findings.push({
            ...base,
            format: null,
            server: null,
            credential: null,
            related: [],
            fix,
            identity: `${name}${start}`,
            suppressed: null,
          });
        }
      }
    }
    const files = [...sources.values()].map(source => {
      const base = { path: source.path, source, format: null, scope: 'project', state: 'parsed', reason: null } as const;
      return { ...base, documents: [], reading: emptyReading(), tracked: null };
    });
    return { report: { findings }, files, again, locate: () => undefined } as unknown as Scan;
  };
  return made(new Map(Object.entries(texts).map(([path, text]) => [path, new Source(path, text)])));
}
async function fixed(text: string, words: Words, all = false) {
  const { changes, applied, left } = await applyFixes(runOver({ a: text }, words), all);
  return { text: changes[0]?.after.text ?? text, applied, left };
}

describe('applyFixes', () => {
  test('applies all, back to front', async () => {
    expect(await fixed('bad x bad y worse', { bad: { to: 'good enough' }, worse: { to: 'fine' } })).toEqual({
      text: 'good enough x good enough y fine',
      applied: 3,
      left: 0,
    });
  });

  test('one at fault does not keep many others out', async () => {
    const { text, applied, left } = await fixed('stuck ' + 'bad '.repeat(40) + 'stuck', { bad: { to: 'good' }, stuck: { to: 'stuck!' } });
    expect({ text, applied, left }).toEqual({ text: 'stuck ' + 'good '.repeat(40) + 'stuck', applied: 40, left: 2 });
  });

  test('unsafe ones only when asked for', async () => {
    const words = { bad: { to: 'good', safe: false } };
    expect(await fixed('bad', words)).toEqual({ text: 'bad', applied: 0, left: 1 });
    expect(await fixed('bad', words, true)).toEqual({ text: 'good', applied: 1, left: 0 });
  });

  test('one that leaves its finding, or brings another, is taken back without harm to the rest', async () => {
    expect(await fixed('bad stuck', { bad: { to: 'good' }, stuck: { to: 'stuck!' } })).toEqual({ text: 'good stuck', applied: 1, left: 1 });
    expect(await fixed('bad nice', { bad: { to: 'good' }, nice: { to: 'ugly ugly' }, ugly: { to: 'ugly' } })).toEqual({
      text: 'good nice',
      applied: 1,
      left: 1,
    });
  });

  test('overlapping ones wait for the next round', async () => {
    expect((await fixed('abcd', { abc: { to: 'x' }, cd: { to: 'y' } })).text).toBe('xd');
    expect((await fixed('bcbc', { bc: { to: 'z' } })).text).toBe('zz');
  });

  test('fixes that undo each other end', async () => {
    const { applied } = await fixed('ping', { ping: { to: 'pong' }, pong: { to: 'ping' } });
    expect(applied).toBe(0);
  });

  test('a text that lost bytes is left alone', async () => {
    expect((await fixed('bad \uFFFD', { bad: { to: 'good' } })).applied).toBe(0);
  });
});

describe('writeFixes', () => {
  const write = (root: string, before: string, after: string, encoding: 'utf-8' | 'utf-16le' = 'utf-8') => {
    const scan = { locate: (path: string) => join(root, path) } as Scan;
    writeFixes([{ before: new Source('a.json', before, encoding), after: new Source('a.json', after, encoding) }], scan);
  };

  test('keeps encoding and mode, writes through a link, leaves nothing behind', () => {
    const root = tree({ 'real.json': Buffer.from('\uFEFFold', 'utf16le') });
    chmodSync(join(root, 'real.json'), 0o640);
    symlinkSync('real.json', join(root, 'a.json'));
    write(root, 'old', 'new', 'utf-16le');
    expect(readFileSync(join(root, 'real.json'))).toEqual(Buffer.from('\uFEFFnew', 'utf16le'));
    expect(statSync(join(root, 'real.json')).mode & 0o777).toBe(0o640);
    expect(readdirSync(root).toSorted()).toEqual(['a.json', 'real.json']);
  });

  test('a file that changed meanwhile is left alone', () => {
    const root = tree({ 'a.json': 'old' });
    writeFileSync(join(root, 'a.json'), 'newer');
    expect(() => write(root, 'old', 'new')).toThrow(/changed while it was looked at/);
    expect(readFileSync(join(root, 'a.json'), 'utf8')).toBe('newer');
    expect(readdirSync(root)).toEqual(['a.json']);
  });
});

describe('unifiedDiff', () => {
  const show = (line: string) => line;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

  test('says nothing of equal texts', () => expect(unifiedDiff('a', 'x\n', 'x\n', show)).toBe(''));

  test('hunks with three lines of context and right numbers', () => {
    const before = lines(30);
    const after = before.toSpliced(4, 1, 'five', 'and a half').toSpliced(25, 1);
    expect(unifiedDiff('a.json', before.join('\n'), after.join('\n'), show)).toBe(
      '--- a/a.json\n+++ b/a.json\n' +
        '@@ -2,7 +2,8 @@\n line 2\n line 3\n line 4\n-line 5\n+five\n+and a half\n line 6\n line 7\n line 8\n' +
        '@@ -22,7 +23,6 @@\n line 22\n line 23\n line 24\n-line 25\n line 26\n line 27\n line 28\n',
    );
  });

  test('shows lines only through the mask', () => {
    expect(unifiedDiff('a', 'secret\n', 'safe\n', line => line.replace('secret', '…'))).toContain('-…\n+safe\n');
  });

  test('a change too large to compare is one block', () => {
    const text = unifiedDiff(
      'a',
      lines(5000).join('\n'),
      lines(5000)
        .map(line => line + '!')
        .join('\n'),
      show,
    );
    expect(text.split('\n').filter(line => line.startsWith('@@'))).toEqual(['@@ -1,5000 +1,5000 @@']);
  });
});
