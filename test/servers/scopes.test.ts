// Every popular server in its broad and in its narrow form: the first is told with the exact switch, the second is left alone.
import { describe, expect, test } from 'vitest';
import type { Server } from '../../src/core/model.ts';
import { check } from '../../src/engine/check.ts';
import { load } from '../../src/engine/load.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import { Source } from '../../src/core/source.ts';
import { rules } from '../../src/generated/rules.ts';
import { servers } from '../../src/generated/servers.ts';
import { knownServer } from '../../src/resolve/known.ts';
import { entryOf, NO_SWITCHES, ROWS } from './table.ts';

/** What looks at how much a server may do; flows between servers and accounts are none of it. */
const SCOPE = rules.filter(({ id }) =>
  ['write-capable-not-narrowed', 'all-tools-enabled', 'broad-filesystem-root', 'ineffective-narrowing', 'broad-oauth-scope'].includes(id),
);
const NOBODY = { from: null, ownersOf: () => [] };

async function run(line: string): Promise<{ server: Server; told: string[] }> {
  const source = new Source('.mcp.json', JSON.stringify({ mcpServers: { it: entryOf(line) } }, null, 2));
  const file = await load(source, candidatesFor(source.path), { explicit: false, tracked: true });
  const { findings, notices } = check(workspaceOf([file], NOBODY), SCOPE);
  expect(notices).toEqual([]);
  return { server: file.reading.servers[0]!, told: findings.map(({ rule, message }) => `${rule}: ${message}`) };
}

describe.each(ROWS)('$id: $broad', ({ id, broad, rule, says, narrow }) => {
  test('is told, with the switch', async () => {
    const { server, told } = await run(broad);
    expect(knownServer(server)?.id).toBe(id);
    expect(told.filter(one => one.startsWith(`${rule}: `) && one.includes(says))).toHaveLength(1);
    // One cause, one finding.
    expect(told).toHaveLength(1);
  });
  test(`silent: ${narrow}`, async () => {
    const { server, told } = await run(narrow);
    expect(knownServer(server)?.id).toBe(id);
    expect(told).toEqual([]);
  });
});

describe.each(NO_SWITCHES)('%s has no switch', (id, line) => {
  test(line, async () => {
    const { server, told } = await run(line);
    const known = knownServer(server);
    expect(known?.id).toBe(id);
    expect(told).toEqual([]);
    // Where knowledge of one comes in, the table needs a row for it.
    expect([known?.need, known?.widen]).toEqual([[], []]);
  });
});

test('every server that is known to have a switch has a row', () => {
  const rowed = new Set(ROWS.map(({ id }) => id));
  const switched = servers().filter(({ need, widen }) => need.length > 0 || widen.length > 0);
  expect(switched.map(({ id }) => id).filter(id => !rowed.has(id))).toEqual([]);
  expect(new Set([...rowed, ...NO_SWITCHES.map(([id]) => id)]).size).toBeGreaterThanOrEqual(100);
});
