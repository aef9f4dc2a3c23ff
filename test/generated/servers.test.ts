import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiledScopes } from '../resolve/compile-scopes.ts';
import { compiledSupply } from '../resolve/compile-supply.ts';
import { compiledServers } from '../resolve/compile-servers.ts';

const generated = join(import.meta.dirname, '../../src/generated');

test('src/generated/servers.ts is what rules/servers says', async () => {
  await expect(compiledServers()).toMatchFileSnapshot(join(generated, 'servers.ts'));
});

test('src/generated/scopes.ts is what rules/scopes.yaml says', async () => {
  await expect(compiledScopes()).toMatchFileSnapshot(join(generated, 'scopes.ts'));
});

test('src/generated/supply.ts is what rules/advisories.yaml and its neighbours say', async () => {
  await expect(compiledSupply()).toMatchFileSnapshot(join(generated, 'supply.ts'));
});
