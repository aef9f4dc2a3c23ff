// https://ampcode.com/manual
import { defineFormat } from '../core/format.ts';
import { type Path, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { AMP } from './shared/interpolation.ts';
import { holdsServers, isFlat, placed } from './shared/roots.ts';
import { type Site, control, problem, readServerMap, site } from './shared/server-map.ts';

/** How Amp writes a server, in its own settings and in the editor's. */
export const AMP_SERVER = dialect({
  off: { disabled: true },
  controls: { includeTools: { when: 'list', kind: 'allow-tools' } },
});

/** Switches of Amp among settings, its own or the editor's. @param path where these stand */
export function ampSwitches(at: Site, path: Path): void {
  const key = 'amp.dangerouslyAllowAll';
  const held = entry(get(at.document.root, ...path), key);
  if (held) control(at, null, key, held.value, [...path, key], { when: 'true', kind: 'bypass-approval' }, true);
}

export const amp = defineFormat({
  id: 'amp',
  name: 'Amp',
  kind: 'client',
  docs: 'https://ampcode.com/manual',
  syntax: 'json',
  files: [
    { path: '.amp/{settings.json,settings.jsonc}', scope: 'project', by: 'name' },
    { path: '~/.config/amp/{settings.json,settings.jsonc}', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/amp/settings.json', scope: 'user', by: 'name' },
  ],
  schema: 'amp',
  interpolation: AMP,
  comments: true,
  confidence: 'secondary',
  recognises: (root, path) =>
    entry(root, 'amp.mcpServers') !== undefined ||
    (placed(path, '.amp/', 'amp/settings.json') && (holdsServers(get(root, 'mcpServers')) || holdsServers(get(root, 'amp', 'mcpServers')))),
  read(document, context) {
    const at = site(document, amp, context);
    readServerMap(at, ['amp.mcpServers'], AMP_SERVER);
    ampSwitches(at, []);
    const bare = entry(document.root, 'mcpServers') ?? entry(get(document.root, 'amp'), 'mcpServers');
    if (bare && holdsServers(bare.value)) {
      const nested = entry(document.root, 'mcpServers') === undefined;
      readServerMap(at, nested ? ['amp', 'mcpServers'] : ['mcpServers'], AMP_SERVER);
      const fix = nested ? {} : { replace: { text: '"amp.mcpServers"', title: 'Rename to amp.mcpServers' } };
      const sentence = 'Amp reads servers only from the one key `amp.mcpServers` and starts none of these. Rename the key.';
      problem(at, 'unknown-key', bare.key, nested ? ['amp', 'mcpServers'] : ['mcpServers'], sentence, null, {
        confidence: 'medium',
        ...fix,
      });
    }
    return at.reading;
  },
});

/** A skill's own servers: the file is the map. */
const skill = defineFormat({
  ...amp,
  id: 'amp-skill',
  name: 'Amp skill',
  schema: null,
  files: [{ path: '{.agents,.claude}/skills/*/mcp.json', scope: 'project', by: 'content' }],
  recognises: (root, path) => placed(path, '.agents/skills/', '.claude/skills/') && isFlat(root),
  read(document, context) {
    const at = site(document, skill, context);
    readServerMap(at, [], AMP_SERVER);
    return at.reading;
  },
});

export default [amp, skill];
