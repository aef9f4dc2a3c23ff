import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiled, samples } from '../secrets/compile.ts';

const generated = join(import.meta.dirname, '../../src/generated');

test('src/generated/secrets.ts is what rules/secrets says', async () => {
  await expect(compiled()).toMatchFileSnapshot(join(generated, 'secrets.ts'));
});

test('src/generated/secret-samples.ts is what rules/secrets says', async () => {
  await expect(samples()).toMatchFileSnapshot(join(generated, 'secret-samples.ts'));
});
