import { expect, test } from 'vitest';
import { configSchema } from '../../src/engine/config-keys.ts';
import { rules } from '../../src/generated/rules.ts';

test('schemas/config.schema.json', async () => {
  const text = JSON.stringify(configSchema(rules), null, 2) + '\n';
  await expect(text).toMatchFileSnapshot('../../schemas/config.schema.json');
});
