// https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/mcp.md
import { defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { GEMINI_SERVER, geminiSwitches } from './gemini-cli.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { GEMINI, QWEN } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const ALLOW = 'Qwen Code knows only `trust` for a whole server, and `includeTools` to narrow it.';

export const QWEN_SERVER: Dialect = dialect({
  ...GEMINI_SERVER,
  urlMeans: 'sse',
  settings: [...GEMINI_SERVER.settings, 'discoveryTimeoutMs', 'versionNegotiation'],
  ignored: { ...GEMINI_SERVER.ignored, autoApprove: ALLOW, alwaysAllow: ALLOW },
});

const qwen = defineFormat({
  id: 'qwen-code',
  name: 'Qwen Code',
  kind: 'client',
  docs: 'https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/mcp.md',
  syntax: 'json',
  files: [
    { path: '.qwen/settings.json', scope: 'project', by: 'name' },
    { path: '~/.qwen/settings.json', scope: 'user', by: 'name' },
  ],
  schema: 'gemini-cli',
  interpolation: QWEN,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.qwen/') && (hasServers(root) || entry(root, 'mcp') !== undefined),
  read(document, context) {
    const at = site(document, qwen, context);
    readRoots(at, [['mcpServers']], QWEN_SERVER);
    geminiSwitches(at);
    return at.reading;
  },
});

/** Its extensions look like Gemini CLI's; known from memory only, so nothing is told of them. */
const extension = defineFormat({
  ...qwen,
  id: 'qwen-extension',
  name: 'Qwen Code extension',
  files: [
    { path: 'qwen-extension.json', scope: 'project', by: 'content' },
    { path: '~/.qwen/extensions/*/qwen-extension.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers'],
  comments: false,
  confidence: 'recalled',
  recognises: (root, path) => placed(path, 'qwen-extension') && hasServers(root),
  read(document, context) {
    const at = site(document, extension, context);
    return readRoots(at, [['mcpServers']], QWEN_SERVER);
  },
});

/** iFlow CLI grew out of Gemini CLI and adds a switch to leave a server off. */
const IFLOW_SERVER = dialect({
  url: GEMINI_SERVER.url,
  urlMeans: 'sse',
  urlKeys: { httpUrl: 'http' },
  settings: GEMINI_SERVER.settings,
  controls: GEMINI_SERVER.controls,
  off: { disabled: true },
});

const iflow = defineFormat({
  ...qwen,
  id: 'iflow',
  name: 'iFlow CLI',
  docs: 'https://platform.iflow.cn/en/cli/configuration/settings',
  files: [
    { path: '.iflow/settings.json', scope: 'project', by: 'name' },
    { path: '~/.iflow/settings.json', scope: 'user', by: 'name' },
  ],
  interpolation: GEMINI,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.iflow/') && hasServers(root),
  read(document, context) {
    const at = site(document, iflow, context);
    return readRoots(at, [['mcpServers']], IFLOW_SERVER);
  },
});

export default [qwen, extension, iflow];
