// What README and the pages tell people to run is there, and the page of commands runs as it stands.
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/program.ts';
import { tree } from '../engine/tree.ts';
import { postern } from './run.ts';

const commands = new Map(program({ exitCode: 0 }).commands.map(command => [command.name(), command]));
const pages = ['README.md', ...readdirSync('docs').map(name => `docs/${name}`)].filter(path => path.endsWith('.md'));
const fences = (text: string) => [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, body]) => body!);

/** Command lines: what stands in backticks and begins with `postern`, and lines of shell fences. */
function lines(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const inline = [...text.replace(/^```.*?^```$/gms, '').matchAll(/`(postern(?:\s[^`]*)?)`/g)].map(([, line]) =>
    line!.replace(/\s+/g, ' '),
  );
  const fenced = fences(text)
    .flatMap(body => body.split('\n'))
    .flatMap(line => /(?:^|exec )(postern(?: .*)?)$/.exec(line.replace(/\s+#.*/, ''))?.[1] ?? []);
  return [...inline, ...fenced];
}

test.each(pages.filter(path => lines(path).length > 0))('%s names commands and options that exist', path => {
  for (const line of lines(path)) {
    const [, first, ...rest] = line.split(' ');
    const named = first !== undefined && /^[a-z]+$/.test(first);
    const command = commands.get(named ? first : 'scan');
    expect(command, line).toBeDefined();
    const options = ['--help', '--version', ...command!.options.flatMap(({ long, short }) => [long, short])];
    for (const word of named ? rest : [first ?? '', ...rest]) if (/^--?[a-z]/.test(word)) expect(options, line).toContain(word);
  }
});

test('README and the page of commands name every command', () => {
  for (const path of ['README.md', 'docs/commands.md']) {
    const named = new Set(lines(path).map(line => line.split(' ')[1] ?? 'scan'));
    for (const name of commands.keys()) expect([...named], `${path} ${name}`).toContain(name);
  }
});

describe('docs/commands.md', () => {
  const page = fences(readFileSync('docs/commands.md', 'utf8')).flatMap(body => body.trim().split('\n'));

  test('each line runs, in order, in the demo repository', async () => {
    const root = tree({});
    cpSync('fixtures/demo', root, { recursive: true });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], { cwd: root, stdio: 'pipe' });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'Begin');
    git('add', '-A');
    git('commit', '-q', '-m', 'Add servers');
    expect(page.length).toBeGreaterThan(20);
    for (const line of page) {
      const [name, ...args] = line.split(' ');
      expect(name).toBe('postern');
      const { code, stderr } = await postern(root, args, { env: { HOME: tree({}) } });
      expect([0, 1], `${line}: ${stderr}`).toContain(code);
    }
  }, 60_000);
});
