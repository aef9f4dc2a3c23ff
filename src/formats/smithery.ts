// https://smithery.ai/docs/config/smithery.yaml
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { mapAt, members } from './shared/parts.ts';
import { addAll, addSlots, site, slot } from './shared/server-map.ts';

/** How a server is started on Smithery. Its command stands in a function, which is text here and never run. */
const smithery = defineFormat({
  id: 'smithery',
  name: 'Smithery',
  kind: 'registry',
  docs: 'https://smithery.ai/docs/config/smithery.yaml',
  syntax: 'yaml',
  files: [{ path: 'smithery.{yaml,yml}', scope: 'registry', by: 'name' }],
  schema: 'smithery',
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'secondary',
  recognises: (root, path) =>
    /(?:^|\/)smithery\.ya?ml/.test(path) && ['startCommand', 'runtime'].some(key => entry(root, key) !== undefined),
  read(document, context) {
    const at = site(document, smithery, context);
    const { root } = document;
    addAll(at.reading.slots, mapAt(root, [], ['env'], 'env'));
    const start = get(root, 'startCommand');
    for (const { key, value } of members(get(start, 'configSchema', 'properties'))) {
      const path = ['startCommand', 'configSchema', 'properties', key.value];
      at.reading.inputs.push({ id: key.value, idNode: key, path, secret: false });
      const preset = entry(value, 'default');
      if (preset?.value.kind === 'string') at.reading.slots.push(slot('input', key.value, key, preset.value, [...path, 'default']));
    }
    const shown = entry(start, 'exampleConfig');
    if (shown) addSlots(at, shown.value, ['startCommand', 'exampleConfig'], 'input', shown.key.value, shown.key);
    return at.reading;
  },
});
export default smithery;
