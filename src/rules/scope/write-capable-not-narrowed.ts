import type { Server } from '../../core/model.ts';
import { defineRule, type Place } from '../../core/rule.ts';
import { type KnownServer, type Need, type Widening, knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { findSwitch, hasValue, isSet, switchText, switchWord, type Use } from '../../resolve/switches.ts';
import { placeOf } from '../../resolve/words.ts';
import { isUnread } from '../config/shared/unread.ts';
import { gravity, listedByClient } from './shared/narrowing.ts';

export default defineRule({
  id: 'write-capable-not-narrowed',
  family: 'scope',
  title: 'A server that can write is started without the switch that narrows it',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-272', 'CWE-1220'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI03'],
    'owasp-nhi': ['NHI5:2025'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C9.3.3', 'v1.0-C10.2.4'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1104', 'SAFE-T1302'],
    'mitre-atlas': ['AML.M0028', 'AML.T0053'],
    'mcp-spec': ['MCP-SPEC-SCOPE-MIN'],
    'csa-maestro': ['L6'],
  },
  messages: {
    open: '`{server}` in {client} {reach}. {advice}.',
    widened: '`{server}` in {client} is started with `{written}`, which opens {means}. Remove it where the task only reads.',
    session:
      '`{server}` in {client} is started with `{written}`, which hands it {means}. Let it start a browser with a profile of its own.',
  },
  server(server, { report, workspace }) {
    const known = knownServer(server);
    if (!known || !server.enabled) return;
    const data = { server: server.name, client: server.format.name };
    const { confidence } = known;
    const used: { widening: Widening; use: Use }[] = [];
    for (const widening of known.widen) {
      if (widening.opens !== 'write' && widening.opens !== 'session') continue;
      const use = findSwitch(server, widening);
      if (use && hasValue(use, widening)) used.push({ widening, use });
    }
    const widened = used.length > 0;
    for (const { widening, use } of used) {
      // Two ways into the same browser are told once, by the one that opens more.
      if (widening.opens === 'session' && widening.weight === 'low' && used.some(one => isWider(one.widening))) continue;
      report({
        ...placeOf(server, switchWord(widening, use)),
        message: widening.opens === 'write' ? 'widened' : 'session',
        severity: confidence === 'low' ? 'low' : gravity(server, widening.weight),
        confidence,
        data: { ...data, written: switchText(widening, use), means: widening.means },
      });
    }
    // A registry says what a package is; how narrow it is started is for whoever starts it.
    const { kind } = server.format;
    if (widened || kind === 'registry' || kind === 'server' || listedByClient(server, workspace)) return;
    const open = known.need.filter(({ any }) => !any.some(name => narrowed(server, known, name)));
    if (open.length === 0) return;
    const advice = open.map(need => adviceFor(server, need));
    if (advice.includes('silent')) return;
    const all = open.length === known.need.length;
    const later = PACKED.has(server.format.id) || isUnread(server, workspace);
    report({
      ...targetOf(server),
      message: 'open',
      severity: all && confidence === 'high' && !later ? gravity(server, open[0]!.weight) : 'low',
      confidence,
      data: { ...data, reach: open.map(({ reach }) => reach).join(' and '), advice: advice.join('. ') },
    });
  },
});

/** Made for many: which project, and whether it may be changed, is known only where it is installed. */
const PACKED = new Set([
  'agent-plugins',
  'claude-code-plugin',
  'claude-code-plugin-mcp',
  'codex-plugin',
  'cursor-plugin',
  'gemini-extension',
  'mcpb',
  'qwen-extension',
]);

const isWider = ({ opens, weight }: Widening) => opens === 'session' && weight !== 'low';

function narrowed(server: Server, known: KnownServer, name: string): boolean {
  return known.narrow.some(item => item.name === name && isSet(findSwitch(server, item), item.kind));
}

function adviceFor(server: Server, { local, container, remote }: Need): string {
  const launch = launchOf(server);
  if (launch.kind === 'url') return remote ?? local;
  return launch.container ? (container ?? local) : local;
}

/** The word that names the server, or the entry's own name. */
function targetOf(server: Server): Place {
  const { spec } = launchOf(server);
  if (spec) return placeOf(server, spec);
  return { at: server.nameNode ?? server.node, source: server.document.source, path: server.path, server };
}
