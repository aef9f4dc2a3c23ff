import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/usage.ts';
import { program } from '../../src/cli/program.ts';
import { rules } from '../../src/generated/rules.ts';
import { tree } from '../engine/tree.ts';
import { BIN, postern } from './run.ts';

test('rules lists every rule, as text and as data', async () => {
  const root = tree({});
  const { stdout } = await postern(root, ['rules']);
  for (const { id } of rules) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
  const data = JSON.parse((await postern(root, ['rules', '--format', 'json'])).stdout);
  expect(data.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id).toSorted());
  expect(data[0]).toMatchObject({ family: expect.any(String), severity: expect.any(String), default: expect.stringMatching(/^o(n|ff)$/) });
});

test('explain prints the page, and knows what was meant', async () => {
  const root = tree({});
  const { code, stdout } = await postern(root, ['explain', 'wildcard-auto-approve']);
  expect(code).toBe(0);
  expect(stdout).toContain('Why');
  const wrong = await postern(root, ['explain', 'wildcard-auto-aprove']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Did you mean `wildcard-auto-approve`?');
});

test('schema lists and prints', async () => {
  const root = tree({});
  const names = (await postern(root, ['schema'])).stdout.trim().split('\n');
  expect(names).toContain('config');
  for (const name of names) expect(JSON.parse((await postern(root, ['schema', name])).stdout)).toHaveProperty('$schema');
  expect((await postern(root, ['schema', '../package'])).code).toBe(2);
});

describe('completions', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('%s names commands and options', async shell => {
    const { code, stdout } = await postern(tree({}), ['completions', shell]);
    expect(code).toBe(0);
    for (const word of ['explain', 'fail-on', 'sarif-category']) expect(stdout).toContain(word);
  });

  test.each(['bash', 'zsh', 'fish', 'powershell'])('%s has each command with each of its flags', async shell => {
    const all = program({ exitCode: 0 }).commands;
    expect(all.map(command => command.name())).toEqual(COMMAND_NAMES);
    expect(all.length).toBeGreaterThan(10);
    const { stdout } = await postern(tree({}), ['completions', shell]);
    const lines = stdout.split('\n');
    for (const command of all) {
      const name = command.name();
      // The lines about one command: a branch of the script, or one line for each option.
      const about = lines.filter(line =>
        shell === 'fish'
          ? name === 'scan' || line.includes(`__fish_seen_subcommand_from ${name}'`)
          : line.trim().startsWith(shell === 'powershell' ? `'${name}' {` : `${name})`),
      );
      expect(stdout, name).toMatch(new RegExp(`\\b${name}\\b`));
      for (const { long, hidden } of command.options) {
        if (!long || hidden) continue;
        const word = shell === 'fish' ? `-l ${long.slice(2)} ` : long;
        expect(
          about.some(line => line.includes(word)),
          `${name} ${long}`,
        ).toBe(true);
      }
    }
  });

  test('the bash script completes', async () => {
    const { stdout } = await postern(tree({}), ['completions', 'bash']);
    const complete = (words: string) =>
      execFileSync(
        'bash',
        ['-c', `${stdout}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _postern; echo "\${COMPREPLY[@]}"`],
        { encoding: 'utf8' },
      ).trim();
    expect(complete('postern expl')).toBe('explain');
    expect(complete('postern scan --fail-o')).toBe('--fail-on');
    expect(complete('postern scan --fail-on cri')).toBe('critical');
  });
});

test('the launcher names the Node that it needs', () => {
  const text = readFileSync(BIN, 'utf8');
  const { engines } = JSON.parse(readFileSync(join(BIN, '../../package.json'), 'utf8'));
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
  expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
  const check = text.slice(text.indexOf('function isTooOld'), text.indexOf('/** @returns {any} what the first chunk exports'));
  const refuses = (version: string): boolean => {
    let said = '';
    const process = { versions: { node: version }, stderr: { write: (line: string) => (said = line) } };
    // The launcher's own check, run with another version.
    const refused = new Function('process', `${check} return isTooOld();`)(process);
    expect(refused).toBe(said !== '');
    return said.includes('20.19');
  };
  expect(['18.20.0', '20.18.9', '21.7.0', '22.11.0'].filter(refuses)).toHaveLength(4);
  expect(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0', '26.0.0'].filter(refuses)).toEqual([]);
});
