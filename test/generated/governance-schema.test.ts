import { expect, test } from 'vitest';
import { manifestSchema } from '../../src/governance/manifest-shape.ts';

test('schemas/governance-manifest.schema.json', async () => {
  const text = JSON.stringify(manifestSchema(), null, 2) + '\n';
  await expect(text).toMatchFileSnapshot('../../schemas/governance-manifest.schema.json');
});
