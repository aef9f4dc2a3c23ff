// One profile per way that clients take values from elsewhere. Source: the clients' documentation and source, as
// collected in reference/clients.yaml `interpolation`.
import type { Interpolation } from '../../core/format.ts';

export const NONE: Interpolation = { id: 'none', expands: [], fields: 'all', unset: 'literal', write: null, certain: true };
/** The makers do not say: nothing may be reported from it. */
export const UNDOCUMENTED: Interpolation = {
  id: 'undocumented',
  expands: [],
  fields: 'all',
  unset: 'unknown',
  write: null,
  certain: false,
};
export const CLAUDE_CODE: Interpolation = {
  id: 'claude-code',
  expands: ['${NAME}', '${NAME:-default}'],
  fields: ['command', 'arg', 'env', 'url', 'header'],
  unset: 'literal',
  write: '${NAME}',
  certain: true,
};
export const CURSOR: Interpolation = {
  id: 'cursor',
  expands: ['${env:NAME}', '${workspaceFolder}'],
  fields: ['command', 'arg', 'env', 'url', 'header', 'auth'],
  unset: 'unknown',
  write: '${env:NAME}',
  certain: true,
};
export const VSCODE: Interpolation = {
  id: 'vscode',
  expands: ['${input:id}', '${env:NAME}', '${workspaceFolder}', '${config:key}', '${command:id}'],
  fields: 'all',
  unset: 'empty',
  write: '${env:NAME}',
  certain: true,
};
