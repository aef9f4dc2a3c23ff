// One profile per way that clients take values from elsewhere. Source: the clients' documentation and source, as
// collected in reference/clients.yaml `interpolation`.
import type { Interpolation, ReferenceForm } from '../../core/format.ts';
import type { SlotWhere } from '../../core/model.ts';

const PROCESS: readonly SlotWhere[] = ['command', 'arg', 'env', 'url', 'header'];

function profile(
  id: string,
  expands: readonly ReferenceForm[],
  write: string | null,
  more: Partial<Pick<Interpolation, 'fields' | 'unset' | 'certain' | 'open'>> = {},
): Interpolation {
  return { id, expands, fields: 'all', unset: 'unknown', write, certain: true, ...more };
}

export const NONE = profile('none', [], null, { unset: 'literal' });
/** The makers do not say: nothing may be reported from it. */
export const UNDOCUMENTED = profile('undocumented', [], null, { certain: false });

export const CLAUDE_CODE = profile('claude-code', ['${NAME}', '${NAME:-default}'], '${NAME}', { fields: PROCESS, unset: 'literal' });
export const CLAUDE_PLUGIN = profile('claude-plugin', ['${NAME}', '${NAME:-default}', '${user_config.key}'], '${user_config.NAME}', {
  fields: [...PROCESS, 'setting'],
  unset: 'literal',
});
export const MCPB = profile('mcpb', ['${user_config.key}', '${EXTENSION_VARIABLE}'], '${user_config.NAME}', {
  fields: ['command', 'arg', 'env'],
});
export const VSCODE = profile(
  'vscode',
  ['${input:id}', '${env:NAME}', '${workspaceFolder}', '${config:key}', '${command:id}'],
  '${env:NAME}',
  {
    unset: 'empty',
  },
);
/** Its documents leave `${env:NAME}` open, so that form is neither written nor reported there. */
export const VISUAL_STUDIO = profile('visual-studio', ['${input:id}', '${env:NAME}'], '${input:NAME}', {
  fields: ['env', 'header', 'arg'],
  open: { fields: ['command', 'url', 'auth'], forms: ['${workspaceFolder}', '${config:key}', '${command:id}'] },
});
export const COPILOT_CLI = profile('copilot-cli', ['$NAME', '${NAME}', '${NAME:-default}'], '${NAME}', {
  fields: PROCESS,
  open: { fields: ['auth'] },
});
export const COPILOT_CLOUD_AGENT = profile(
  'copilot-cloud-agent',
  ['$NAME', '${NAME}', '${NAME:-default}', 'bare COPILOT_MCP_NAME'],
  '$COPILOT_MCP_NAME',
  { fields: PROCESS },
);
export const COPILOT_CUSTOM_AGENT = profile(
  'copilot-custom-agent',
  ['${{ expression }}', '$NAME', '${NAME}', '${NAME:-default}', 'bare COPILOT_MCP_NAME'],
  '${{ secrets.COPILOT_MCP_NAME }}',
  { fields: PROCESS },
);
export const GITHUB_ACTIONS = profile('github-actions', ['${{ expression }}'], '${{ secrets.NAME }}', { unset: 'empty' });
export const CURSOR = profile('cursor', ['${env:NAME}', '${workspaceFolder}'], '${env:NAME}', { fields: [...PROCESS, 'auth'] });
/** Only variables that the plugin declares are documented; whether Cursor's own forms work beside them is not said. */
export const CURSOR_PLUGIN = profile('cursor-plugin', ['${NAME}'], '${NAME}', {
  fields: [...PROCESS, 'auth'],
  open: { forms: ['${NAME:-default}', '$NAME', '${env:NAME}', '${workspaceFolder}'] },
});
export const WINDSURF = profile('windsurf', ['${env:NAME}', '${file:path}'], '${env:NAME}', { fields: PROCESS, unset: 'empty' });
/** The extension's; the command-line program that shares the file expands nothing. */
export const CLINE = profile('cline', ['${env:NAME}'], '${env:NAME}', { unset: 'literal' });
export const ROO = profile('roo', ['${env:NAME}', '${workspaceFolder}'], '${env:NAME}', { unset: 'literal' });
export const CONTINUE_YAML = profile('continue-yaml', ['${{ expression }}'], '${{ secrets.NAME }}');
export const CONTINUE_JSON = profile('continue-json', ['${NAME}'], '${NAME}', { fields: ['env'] });
/** Indirect only: `bearer_token_env_var`, `env_http_headers`, `env_vars`. */
export const CODEX = profile('codex', [], null, { unset: 'literal' });
export const GEMINI = profile('gemini', ['$NAME', '${NAME}', '${NAME:-default}', '%NAME%'], '${NAME}', { unset: 'literal' });
export const GEMINI_EXTENSION = profile(
  'gemini-extension',
  ['$NAME', '${NAME}', '${NAME:-default}', '%NAME%', '${EXTENSION_VARIABLE}', '${workspaceFolder}'],
  '${NAME}',
  { unset: 'literal' },
);
export const QWEN = profile('qwen', ['$NAME', '${NAME}'], '${NAME}', { unset: 'literal' });
export const AMAZON_Q = profile('amazonq', ['${env:NAME}', '$NAME', '${NAME}'], '${env:NAME}', {
  fields: ['env', 'header'],
  unset: 'literal',
});
/** The successor of Amazon Q's agents, which is no longer open: of what is not in its pages nothing is known. */
export const KIRO_AGENT = profile('kiro-agent', ['${env:NAME}', '$NAME', '${NAME}'], '${env:NAME}', {
  fields: ['env', 'header'],
  unset: 'literal',
  open: { fields: ['command', 'arg', 'url', 'auth'], forms: ['${NAME:-default}'] },
});
/** The editor and the command-line program share the file; the second is a child of Amazon Q's and may know its forms. */
export const KIRO = profile('kiro', ['${NAME}'], '${NAME}', {
  fields: ['env', 'header', 'url'],
  unset: 'literal',
  open: { fields: ['command', 'arg', 'auth'], forms: ['${env:NAME}', '$NAME', '${NAME:-default}'] },
});
export const OPENCODE = profile('opencode', ['{env:NAME}', '{file:path}'], '{env:NAME}', { unset: 'empty' });
/** A project file that holds such a reference is passed over as a whole, so none is ever written. */
export const KILO = profile('kilo', ['{env:NAME}', '{file:path}'], null, { unset: 'empty', certain: false });
export const CRUSH = profile('crush', ['$NAME', '${NAME}', '${NAME:-default}', '$(command)'], '$NAME', {
  fields: PROCESS,
  unset: 'empty',
  open: { fields: ['auth'] },
});
/** From `env_keys` and `envs` of the same entry. */
export const GOOSE = profile('goose', ['${NAME}', '$NAME'], null, { fields: ['header'], certain: false });
export const AMP = profile('amp', ['${NAME}'], '${NAME}', { fields: PROCESS, open: { forms: ['$NAME', '${NAME:-default}'] } });
export const FACTORY = profile('factory', ['${NAME}'], '${NAME}', { fields: ['env', 'header', 'url'], certain: false });
export const WARP = profile('warp', ['${NAME}'], '${NAME}', {
  fields: ['env', 'header', 'url'],
  open: { fields: ['command', 'arg', 'auth'], forms: ['$NAME', '${NAME:-default}'] },
});
export const LIBRECHAT = profile('librechat', ['${NAME}', '{{NAME}}'], '${NAME}', {
  fields: ['arg', 'env', 'url', 'header', 'auth'],
  unset: 'literal',
});
export const MCPHUB_NVIM = profile(
  'mcphub-nvim',
  ['${NAME}', '${env:NAME}', '${cmd:command}', '${workspaceFolder}', '${input:id}', '$NAME'],
  '${NAME}',
  { fields: [...PROCESS, 'cwd'], open: { forms: ['${NAME:-default}'] } },
);
export const MCPORTER = profile('mcporter', ['${NAME}', '${NAME:-default}', '${NAME:default}', '$env:NAME'], '${NAME}', {
  fields: ['command', 'arg', 'env', 'header'],
  unset: 'error',
  open: { fields: ['url', 'auth'] },
});
export const MCPHUB_SERVER = profile('mcphub-server', ['${NAME}', '$NAME'], '${NAME}');
/** Indirect only: `api_key_env`. */
export const VIBE = profile('vibe', [], null, { certain: false });
/** Indirect only: `bearerTokenEnvVar`. */
export const KIMI = profile('kimi', [], null, { certain: false });
export const GROK = profile('grok', ['${NAME}'], '${NAME}', { certain: false });
export const REASONIX = profile('reasonix', ['${NAME}', '${env:NAME}'], '${NAME}', { fields: ['header', 'env'], certain: false });
export const AGENT_PLUGINS = profile('agent-plugins', ['${NAME}'], null, { certain: false });
/** From memory only. */
export const DOCKER_AGENT = profile('docker-agent', ['$NAME'], null, { certain: false });
export const FAST_AGENT = profile('fast-agent', ['${NAME}', '${NAME:default}'], '${NAME}', { certain: false });
export const COMPOSE = profile('compose', ['${NAME}', '$NAME', '${NAME:-default}'], '${NAME}', { unset: 'empty' });
export const KUBERNETES = profile('kubernetes', [], null, { unset: 'literal', certain: false });
export const SPRING = profile('spring', ['${NAME}', '${NAME:default}'], '${NAME}', { unset: 'error', certain: false });
export const AGENTGATEWAY = profile('agentgateway', ['${NAME}', '$NAME', '${NAME:-default}'], '$NAME', { unset: 'error' });
export const TOOLBOX = profile('mcp-toolbox', ['${NAME}', '${NAME:-default}', '${NAME:default}'], '${NAME}', { unset: 'error' });
/** Values that begin with `os.environ/`. */
export const LITELLM = profile('litellm', [], null, { certain: false });
export const FASTMCP = profile('fastmcp', ['${NAME}'], '${NAME}', { fields: ['env'], unset: 'literal', certain: false });
export const APM = profile('apm', ['${NAME}'], '${NAME}', { certain: false });
