// Which folder may import which. One table, one test.
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const KNOWLEDGE = ['generated'];
const MAY: Record<string, readonly string[]> = {
  core: [],
  syntax: ['core'],
  formats: ['core', 'syntax'],
  resolve: ['core', 'syntax', ...KNOWLEDGE],
  secrets: ['core', 'syntax', 'resolve', ...KNOWLEDGE],
  governance: ['core', 'syntax', 'resolve', ...KNOWLEDGE],
  rules: ['core', 'resolve', 'secrets', 'governance', ...KNOWLEDGE],
  report: ['core'],
  generated: ['core', 'formats', 'rules', 'engine'],
  engine: ['core', 'syntax', 'formats', 'resolve', 'secrets', 'governance', 'rules', 'generated'],
  cli: ['core', 'syntax', 'formats', 'resolve', 'secrets', 'governance', 'rules', 'engine', 'report', 'generated'],
};
const PACKAGES: Record<string, readonly string[]> = {
  core: ['node:crypto', '@noble/hashes/'],
  syntax: ['yaml'],
  secrets: ['node:crypto', 'node:zlib'],
  report: ['chalk', 'sarif', 'node:crypto'],
  engine: ['node:', '@marcbachmann/cel-js'],
  cli: ['node:', 'commander', 'chalk'],
};
const IMPORT = /^(?:import|export) (?:type )?(?:[^'`;]*? from )?'([^']+)'|import\('([^']+)'\)/gm;

test('imports follow the layers', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(10);
  const wrong: string[] = [];
  for (const file of files) {
    const layer = file.split('/')[0]!;
    for (const [, plain, lazy] of readFileSync(`src/${file}`, 'utf8').matchAll(IMPORT)) {
      const specifier = plain ?? lazy!;
      if (specifier.startsWith('.')) {
        const target = posix.join(posix.dirname(file), specifier).split('/')[0]!;
        if (target !== layer && !MAY[layer]?.includes(target)) wrong.push(`${file} -> ${specifier}`);
      } else if (!PACKAGES[layer]?.some(name => specifier.startsWith(name))) wrong.push(`${file} -> ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});
