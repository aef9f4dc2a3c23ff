// https://github.com/google-gemini/gemini-cli/blob/main/docs/core/subagents.md
import { type Format, defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { GEMINI_SERVER } from './gemini-cli.ts';
import { QWEN_SERVER } from './qwen-code.ts';
import type { Dialect } from './shared/dialect.ts';
import { GEMINI, QWEN } from './shared/interpolation.ts';
import { holdsServers, placed } from './shared/roots.ts';
import { readServerMap, site } from './shared/server-map.ts';

/** Sub-agents with servers of their own in the front matter, as Gemini CLI and Qwen Code take them. */
function agents(folder: string, dialect: Dialect, facts: Pick<Format, 'id' | 'name' | 'docs' | 'interpolation'>): Format {
  const format: Format = defineFormat({
    ...facts,
    kind: 'client',
    syntax: 'markdown',
    schema: null,
    comments: true,
    confidence: 'verified',
    files: [
      { path: `${folder}/agents/*.md`, scope: 'project', by: 'content' },
      { path: `~/${folder}/agents/*.md`, scope: 'user', by: 'content' },
    ],
    hints: ['mcpServers'],
    recognises: (root, path) => placed(path, `${folder}/agents/`) && holdsServers(get(root, 'mcpServers')),
    read(document, context) {
      const at = site(document, format, context);
      readServerMap(at, ['mcpServers'], dialect);
      return at.reading;
    },
  });
  return format;
}

const DOCS = 'https://github.com/google-gemini/gemini-cli/blob/main/docs/core/subagents.md';
const gemini = agents('.gemini', GEMINI_SERVER, { id: 'gemini-agent', name: 'Gemini CLI agent', docs: DOCS, interpolation: GEMINI });
const qwen = agents('.qwen', QWEN_SERVER, {
  id: 'qwen-agent',
  name: 'Qwen Code agent',
  docs: 'https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/mcp.md',
  interpolation: QWEN,
});

export default [gemini, qwen];
