// https://github.com/ravitemer/mcphub.nvim
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { MCPHUB_NVIM } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const MCPHUB_NVIM_SERVER = dialect({
  off: { disabled: true },
  controls: { autoApprove: { when: 'list', kind: 'approve-tools' }, disabled_tools: { when: 'list', kind: 'deny-tools' } },
  settings: ['description', 'name', 'custom_instructions', 'dev', 'disabled_prompts', 'disabled_resources'],
  checks: { command: 'string', both: 'medium' },
});

const mcphubNvim = defineFormat({
  id: 'mcphub-nvim',
  name: 'mcphub.nvim',
  kind: 'client',
  docs: 'https://github.com/ravitemer/mcphub.nvim',
  syntax: 'json',
  files: [
    { path: '.mcphub/servers.json', scope: 'project', by: 'name' },
    { path: '~/.config/mcphub/servers.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcphub-nvim',
  interpolation: MCPHUB_NVIM,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.mcphub/', 'mcphub/servers.') && hasServers(root),
  read(document, context) {
    const at = site(document, mcphubNvim, context);
    return readRoots(at, [['mcpServers'], ['servers'], ['nativeMCPServers']], MCPHUB_NVIM_SERVER);
  },
});
export default mcphubNvim;
