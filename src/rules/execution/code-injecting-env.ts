import type { Severity } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { placeOf, wordOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

/** A place where anybody may write, or that the working folder decides. */
const OPEN_PLACE = /(?:^|[:;])(?:\/tmp|\/var\/tmp|\/dev\/shm|\.{1,2})(?=[/:;]|$)/;

export default defineRule({
  id: 'code-injecting-env',
  family: 'execution',
  title: 'A variable loads code into the server, or changes what its commands mean',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-427', 'CWE-426'],
    'owasp-mcp': ['MCP05:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI05', 'ASI04'],
    'nist-csf': ['PR.PS-05'],
    'cosai-mcp': ['CoSAI-MCP-T3', 'CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1101'],
    'mitre-atlas': ['AML.T0081', 'AML.M0011'],
    'csa-maestro': ['L4'],
  },
  messages: {
    loads:
      '`{name}` makes `{server}` in {client} load code that its command does not show. Remove the variable, or put that code where it is reviewed.',
    path: '`{name}` makes `{server}` in {client} look for programs in a folder that others can write to. Remove that folder from it.',
    debug: '`{name}` opens the debugger of `{server}` in {client} to the network, which is the right to run code in it. Remove it.',
  },
  server(server, { report }) {
    const seen = new Set<Word['slot']>();
    const variables = [
      ...server.env.flatMap(slot => (slot.key === null ? [] : [{ name: slot.key, value: slot.value, word: wordOf(slot) }])),
      ...launchOf(server).env.flatMap(({ name, value, word }) => (value === null ? [] : [{ name, value, word }])),
    ];
    for (const { name, value, word } of variables) {
      const found = judge(name, value);
      if (!found || (seen.has(word.slot) && word.slot.where === 'env')) continue;
      seen.add(word.slot);
      report({
        ...placeOf(server, word),
        message: found.message,
        severity: gravity(server, found.severity),
        data: { server: server.name, client: server.format.name, name },
      });
    }
  },
});

const loads = (severity: Severity) => ({ message: 'loads', severity }) as const;

function judge(name: string, value: string): { message: 'loads' | 'path' | 'debug'; severity: Severity } | null {
  if (value.trim() === '') return null;
  switch (name) {
    case 'LD_PRELOAD':
    case 'LD_AUDIT':
    case 'DYLD_INSERT_LIBRARIES':
    case 'BASH_ENV':
    case 'PROMPT_COMMAND':
      // Memory allocators are the one thing that honest entries preload.
      return /(?:jemalloc|tcmalloc|mimalloc)[^/:]*$/.test(value) ? null : loads('high');
    case 'NODE_OPTIONS':
      if (/--inspect(?:-brk|-port)?=(?:0\.0\.0\.0|\[::\]|\*)/.test(value)) return { message: 'debug', severity: 'high' };
      return /(?:^|\s)(?:--require|-r|--import|--loader|--experimental-loader)(?:[\s=]|$)/.test(value) ? loads('high') : null;
    case 'PERL5OPT':
    case 'RUBYOPT':
      return /(?:^|\s)-[rM]/.test(value) ? loads('high') : null;
    case 'JAVA_TOOL_OPTIONS':
    case '_JAVA_OPTIONS':
    case 'JDK_JAVA_OPTIONS':
      return /-(?:javaagent|agentpath|agentlib)[:=]/.test(value) ? loads('medium') : null;
    case 'GIT_EXTERNAL_DIFF':
    case 'GIT_PROXY_COMMAND':
      return loads('medium');
    case 'GIT_SSH_COMMAND':
      return /^(?:\S*\/)?ssh(?:\.exe)?(?:\s|$)/.test(value) && !/ProxyCommand|[;&|`]|\$\(/.test(value) ? null : loads('medium');
    case 'PYTHONPATH':
    case 'NODE_PATH':
    case 'LD_LIBRARY_PATH':
    case 'DYLD_LIBRARY_PATH':
      return /(?:^|[:;])(?:\/tmp|\/var\/tmp|\/dev\/shm)(?:\/|[:;]|$)/.test(value) ? { message: 'path', severity: 'medium' } : null;
    case 'PATH':
      return OPEN_PLACE.test(value.split(/\$\{?PATH|%PATH%/i)[0]!.slice(0, 5000)) ? { message: 'path', severity: 'medium' } : null;
    default:
      return null;
  }
}
