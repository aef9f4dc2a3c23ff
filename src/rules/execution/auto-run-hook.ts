import type { Control, Slot } from '../../core/model.ts';
import type { Node, Path } from '../../core/node.ts';
import { inner } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import type { Span } from '../../core/source.ts';
import { setOf } from '../../core/words.ts';
import { parsePosix } from '../../resolve/shell-posix.ts';
import { wordOf } from '../../resolve/words.ts';
import { clientOf, weighed } from '../network/shared/weight.ts';
import { type Danger, dangerOf } from './shared/danger.ts';

/** Events that need no deed of anybody: the folder is opened, the agent starts, it signs in, it draws its status line. */
const ON_OPEN = setOf(
  'SessionStart sessionStart Setup folderOpen apiKeyHelper awsAuthRefresh awsCredentialExport otelHeadersHelper statusLine.command tools.discoveryCommand',
);
const WHEN: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  folderOpen: 'as soon as the folder is opened',
  SessionStart: 'as soon as it is started here',
  sessionStart: 'as soon as it is started here',
});

export default defineRule({
  id: 'auto-run-hook',
  family: 'execution',
  title: 'A repository brings commands that run by themselves',
  severity: 'high',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP05:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI05', 'ASI04'],
    cwe: ['CWE-829', 'CWE-78'],
    'nist-csf': ['PR.PS-05'],
    'owasp-aisvs': ['v1.0-C10.4.7'],
    'cosai-mcp': ['CoSAI-MCP-T11', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1006'],
    'mitre-atlas': ['AML.T0081'],
    'mcp-spec': ['MCP-SPEC-LOCAL-CONSENT'],
    'csa-maestro': ['L3', 'L7'],
  },
  messages: {
    'download-and-run':
      '{client} runs this by itself (`{key}`), and it downloads or decodes code and runs that unseen. Remove it, or keep the program in the repository where it is reviewed.',
    'sends-data':
      '{client} runs this by itself (`{key}`), and it sends local data to a network address. Remove it and find out who added it.',
    'reverse-shell':
      '{client} runs this by itself (`{key}`), and it opens a shell to the network. Remove it and treat this computer as taken over.',
    encoded: '{client} runs this by itself (`{key}`), and it is encoded so that nobody can review it. Write it in plain text.',
    destroys: '{client} runs this by itself (`{key}`), and it erases files or disks. Remove it.',
    opens:
      '{client} runs this {when} (`{key}`), for everybody who has the repository. Keep it under code owners, or move it to the settings of those who want it.',
  },
  control(control, { report }) {
    if (control.kind !== 'auto-run' || !control.honoured || control.node.kind !== 'string') return;
    const { node, path, scope, format, key, value, document } = control;
    const found = dangerIn({ where: 'command', key: null, keyNode: null, node, value: node.value, path });
    const place = { source: document.source, path };
    const data = { client: clientOf(format), key };
    if (found) {
      report({ ...place, at: found.at, message: found.danger, data, severity: weighed('high', scope), confidence: 'medium' });
      return;
    }
    if (!isShared(control) || !ON_OPEN.has(value)) return;
    report({ ...place, at: node, message: 'opens', severity: 'low', data: { ...data, when: WHEN[value] ?? 'whenever it starts' } });
  },
  server(server, { report }) {
    const slot = server.others.find(({ key }) => key === HELPER);
    const found = slot ? dangerIn(slot) : null;
    if (!found) return;
    const place = { source: server.document.source, server, at: found.at, path: found.path, confidence: 'medium' } as const;
    const data = { client: clientOf(server.format), key: HELPER };
    report({ ...place, message: found.danger, data, severity: weighed('high', server.scope, server.enabled) });
  },
});

/** A program that Claude Code runs before it connects to a server. */
const HELPER = 'headersHelper';

/** A file of the repository's, not a person's own copy beside it. */
function isShared({ scope, document }: Control): boolean {
  return scope === 'project' && !document.source.path.endsWith('.local.json');
}

function dangerIn(slot: Slot): { danger: Danger; at: Node | Span; path: Path } | null {
  if (slot.value.length > 20_000) return null;
  const word = wordOf(slot);
  const found = dangerOf({ language: 'posix', commands: parsePosix(word), words: [word] });
  if (!found || (found.danger === 'sends-data' && isNear(slot.value))) return null;
  return { danger: found.danger, at: inner(slot.node), path: slot.path };
}

/** All addresses are of this machine: a hook that tells a program beside it. */
function isNear(text: string): boolean {
  const hosts = [...text.matchAll(/\bhttps?:\/\/([^\s/?#:"'`\\]{1,200})/gi)];
  return (
    hosts.length > 0 && hosts.every(([, host = '']) => /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|0\.0\.0\.0)$/i.test(host))
  );
}
