import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { initCi, PRE_COMMIT, WORKFLOW } from '../../src/engine/init/ci.ts';
import { writeChanges } from '../../src/engine/init/changes.ts';
import { tree } from '../engine/tree.ts';

interface PreCommit {
  readonly repos: readonly { readonly repo: string; readonly hooks: readonly { readonly id: string }[] }[];
}

test('writes a workflow that uploads what was found, with the rights for that and no others', async () => {
  const { changes } = await initCi(tree({}), '1.2.3');
  const text = changes.find(({ path }) => path === WORKFLOW)!.text;
  const workflow = parse(text);
  expect(workflow.permissions).toEqual({});
  const { permissions, steps } = workflow.jobs.scan;
  expect(permissions).toEqual({ contents: 'read', 'security-events': 'write', actions: 'read' });
  const runs = steps.flatMap((step: { run?: string }) => step.run ?? []);
  expect(runs).toEqual(['npx --yes postern@1.2.3 scan --output sarif=postern.sarif']);
  // Nothing of an event reaches a shell, and nothing runs for a stranger with rights.
  for (const run of runs) expect(run).not.toContain('${{');
  expect(Object.keys(workflow.on)).toEqual(['push', 'pull_request', 'schedule']);
  const uses: string[] = steps.flatMap((step: { uses?: string }) => step.uses ?? []);
  for (const use of uses) expect(use).toMatch(/^(?:actions|github)\/[a-z/-]+@v\d+$/);
  expect(uses.at(-1)).toBe('github/codeql-action/upload-sarif@v4');
});

test('writes an entry for pre-commit, once', async () => {
  const root = tree({});
  const { changes } = await initCi(root, '1.2.3');
  const config = parse(changes.find(({ path }) => path === PRE_COMMIT)!.text) as PreCommit;
  expect(config.repos).toEqual([
    {
      repo: 'local',
      hooks: [expect.objectContaining({ id: 'postern', entry: 'postern scan --staged', additional_dependencies: ['postern@1.2.3'] })],
    },
  ]);
  writeChanges(root, changes);
  const again = await initCi(root, '1.2.3');
  expect(again.changes).toEqual([]);
  expect(again.notices.map(({ file }) => file)).toEqual([WORKFLOW, PRE_COMMIT]);
});

describe('keeps what is in the file of pre-commit', () => {
  const OTHER = 'https://example.com/hooks';
  test.each([
    ['usual', `# ours\nrepos:\n  - repo: ${OTHER}\n    rev: v1 # pinned\n    hooks:\n      - id: fmt\n`],
    ['no indentation, more behind', `repos:\n- repo: ${OTHER}\n  rev: v1\n  hooks:\n  - id: fmt\n\nci:\n  skip: [fmt]\n`],
    ['carriage returns', `repos:\r\n  - repo: ${OTHER}\r\n    rev: v1\r\n    hooks:\r\n      - id: fmt\r\n`],
    ['no line end', `repos:\n  - repo: ${OTHER}\n    rev: v1\n    hooks:\n      - id: fmt`],
  ])('%s', async (_, before) => {
    const { changes, notices } = await initCi(tree({ [PRE_COMMIT]: before }), '1.2.3');
    expect(notices).toEqual([]);
    const { text } = changes.find(({ path }) => path === PRE_COMMIT)!;
    const { repos, ...rest } = parse(text) as PreCommit;
    const { repos: was, ...others } = parse(before) as PreCommit;
    expect(repos.slice(0, -1)).toEqual(was);
    expect(repos.at(-1)!.hooks[0]!.id).toBe('postern');
    expect(rest).toEqual(others);
    for (const line of before.split('\n')) expect(text).toContain(line);
  });

  test.each([
    ['in brackets', `repos: [{repo: ${OTHER}, rev: v1, hooks: [{id: fmt}]}]\n`],
    ['broken', 'repos:\n  - repo: "x\n'],
    ['no list', 'repos: none\n'],
  ])('says how to do it by hand where there is no safe place: %s', async (_, before) => {
    const { changes, notices } = await initCi(tree({ [PRE_COMMIT]: before }), '1.2.3');
    expect(changes.map(({ path }) => path)).toEqual([WORKFLOW]);
    expect(notices[0]!.message).toContain('postern@1.2.3');
  });
});
