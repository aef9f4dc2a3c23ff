import { defineRule } from '../../core/rule.ts';
import { holdsOneOf } from '../../core/words.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { placeOf, wordOf } from '../../resolve/words.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';

/** Where every account of a machine may put a file. */
const TEMPORARY = /^(?:\/tmp|\/var\/tmp|\/private\/tmp|\/dev\/shm|[A-Za-z]:[\\/](?:Windows[\\/])?Temp)[\\/][^\s]/i;
const TEMPORARY_HINTS = ['tmp', 'temp', 'shm'];
/** Where a browser puts what a page sends. */
const DOWNLOADS =
  /^(?:~|\$HOME|\$\{(?:env:)?HOME\}|%USERPROFILE%|\/home\/[^/\s]{1,64}|\/Users\/[^/\s]{1,64}|[A-Za-z]:[\\/]Users[\\/][^\\/]{1,64})[\\/]Downloads[\\/][^\s]/i;
/** Another machine's share. */
const SHARE = /^(?:\\\\|\/\/)(?!wsl(?:\$|\.localhost)[\\/])(?![.?][\\/])[A-Za-z0-9_.-]{1,200}[\\/][^\s]/i;

export default defineRule({
  id: 'unexpected-launcher',
  family: 'execution',
  title: 'A server is started from a place where others can put files',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP05:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI04', 'ASI05'],
    cwe: ['CWE-426', 'CWE-427'],
    'nist-csf': ['PR.PS-05'],
    'owasp-aisvs': ['v1.0-C10.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'mcp-spec': ['MCP-SPEC-LOCAL-CONSENT'],
    'csa-maestro': ['L4'],
  },
  messages: {
    temporary:
      '`{server}` in {client} is started from a folder for temporary files, into which every program and account here may write. Install it to a folder of its own.',
    downloads:
      '`{server}` in {client} is started from the folder of downloads, where any page can put a file of that name. Install it to a folder of its own.',
    share: '`{server}` in {client} is started from another machine, and runs whatever that one holds today. Install it here.',
  },
  server(server, { report }) {
    if (!server.enabled) return;
    const data = { server: server.name, client: clientOf(server.format) };
    for (const word of started(server)) {
      const message = placeIn(word.value);
      if (!message) continue;
      report({ ...placeOf(server, word), message, data, severity: weighedFor(server, 'medium') });
      return;
    }
  },
});

/** Words that name a program or a script that the chain runs on this machine. */
function started(server: Parameters<typeof launchOf>[0]): Word[] {
  const { container, hops, kind, spec } = launchOf(server);
  if (container) return [];
  const programs = hops.map(({ at }) => at);
  if (server.command) programs.unshift(wordOf(server.command));
  return kind === 'path' && spec ? [...programs, spec] : programs;
}

function placeIn(path: string): 'temporary' | 'downloads' | 'share' | null {
  if (path.length > 1000) return null;
  const lower = path.toLowerCase();
  if (holdsOneOf(lower, TEMPORARY_HINTS) && TEMPORARY.test(path)) return 'temporary';
  if (lower.includes('downloads') && DOWNLOADS.test(path)) return 'downloads';
  return (path.startsWith('//') || path.startsWith('\\\\')) && SHARE.test(path) ? 'share' : null;
}
