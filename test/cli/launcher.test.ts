// The launcher starts from V8's compiled form where it can, and does the same where it cannot.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tree } from '../engine/tree.ts';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'fixtures/demo');

function installed(): string {
  const home = tree({});
  for (const name of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, name), join(home, name), { recursive: true });
  return home;
}

function scan(home: string, ...switches: readonly string[]): string {
  const args = [...switches, join(home, 'bin/postern.js'), 'scan', '--root', DEMO, '--fail-on', 'never', '-f', 'json'];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

/** Chunks that Node's own loader was asked for. */
function loadedByNode(home: string): string[] {
  const hook = join(home, 'hook.cjs');
  writeFileSync(hook, "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));");
  const { stderr } = spawnSync(process.execPath, ['-r', hook, join(home, 'bin/postern.js'), '--root', DEMO], { encoding: 'utf8' });
  return stderr.split('\n').filter(file => file.includes('chunks'));
}

test('the build leaves a compiled form for this Node, and it is what runs', () => {
  const home = installed();
  const [folder] = readdirSync(join(home, 'dist/compiled'));
  expect(folder).toBe(`${process.version}-${process.platform}-${process.arch}`);
  expect(loadedByNode(home)).toEqual([]);
  renameSync(join(home, 'dist/compiled', folder!), join(home, 'dist/compiled/v1.0.0-other-x64'));
  expect(loadedByNode(home).length).toBeGreaterThan(3);
});

test('the same result without it, and with one that is of no use', () => {
  const home = installed();
  const whole = scan(home);
  expect(JSON.parse(whole).findings.length).toBeGreaterThan(5);
  const folder = join(home, `dist/compiled/${process.version}-${process.platform}-${process.arch}`);
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    const damages = [bytes.subarray(0, bytes.length >> 1), bytes.subarray(0, -8), bytes.subarray(8), Buffer.alloc(bytes.length, 7), ''];
    for (const damaged of damages) {
      writeFileSync(file, damaged);
      expect(scan(home)).toBe(whole);
    }
    writeFileSync(file, bytes);
  }
  rmSync(folder, { recursive: true });
  expect(scan(home)).toBe(whole);
  // V8 refuses a form that was compiled under other switches.
  expect(scan(ROOT, '--max-lazy')).toBe(whole);
  expect(existsSync(folder)).toBe(false);
});

// Each one is compiled when it first runs, which takes longer than all that it then does in a small scan (docs/measurements.md).
test('a scan of the demo runs few regular expressions', () => {
  const hook = join(tree({}), 'hook.cjs');
  writeFileSync(
    hook,
    `const { exec } = RegExp.prototype;
    const seen = new Set();
    RegExp.prototype.exec = function (text) { seen.add(String(this.source)); return exec.call(this, text); };
    process.on('exit', () => { RegExp.prototype.exec = exec; process.stderr.write(JSON.stringify([...seen])); });`,
  );
  const args = ['-r', hook, join(ROOT, 'bin/postern.js'), 'scan', '--root', DEMO];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const patterns = JSON.parse(stderr.slice(stderr.indexOf('['))) as string[];
  expect(patterns.length).toBeGreaterThan(20);
  expect(patterns.length, patterns.join('\n')).toBeLessThan(100);
});
