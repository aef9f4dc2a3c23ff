import type { ConfigFile, Server, Workspace } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { labelOf, placeOfServer } from '../../governance/place.ts';
import { entryFor, governed } from '../../governance/policy.ts';
import { knownServer } from '../../resolve/known.ts';
import { clientOf, weighed } from '../network/shared/weight.ts';
import { listedByClient, readsOnly } from './shared/narrowing.ts';

const PRIVATE = 1;
const STRANGERS = 2;
const OUT = 4;
const LEGS: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  'private-data': PRIVATE,
  'secrets-access': PRIVATE,
  'untrusted-content': STRANGERS,
  'external-comm': OUT,
});

/**
 * Reaches whose data is of others than the one at the keyboard. Files, code and notes of this machine are open to every
 * coding agent anyway, and what a browser holds depends on who is signed in there.
 */
const HOLDS = new Set(
  'database data-warehouse crm email documents payments messaging ticketing identity-admin cloud-admin secrets observability calendar commerce source-control container-orchestration'.split(
    ' ',
  ),
);

export default defineRule({
  id: 'toxic-flow',
  family: 'scope',
  title: 'One agent gets private data, text of strangers and a way out',
  severity: 'low',
  confidence: 'medium',
  mappings: {
    'owasp-mcp': ['MCP10:2025', 'MCP06:2025'],
    'owasp-asi': ['ASI01', 'ASI02'],
    'owasp-llm-2025': ['LLM01:2025', 'LLM06:2025'],
    cwe: ['CWE-668', 'CWE-200'],
    'nist-csf': ['PR.AA-05', 'PR.DS-10'],
    'nist-ai-rmf': ['MAP 4.2'],
    'owasp-aisvs': ['v1.0-C10.4.2'],
    'cosai-mcp': ['CoSAI-MCP-T4', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1703', 'SAFE-T1701', 'SAFE-T1914'],
    'mitre-atlas': ['AML.T0086', 'AML.M0030'],
    'csa-maestro': ['L7'],
  },
  messages: {
    asked:
      '{client} gives one agent private data ({data}), text of strangers ({text}) and a way out ({out}), so one hostile text can have the first sent away. Make one of them read-only, or give it to an agent of its own.',
    unasked:
      '{client} gives one agent private data ({data}), text of strangers ({text}) and a way out ({out}) and asks nobody in between (`{key}`), so one hostile text is enough to have the first sent away. Let it ask before {out} is used.',
  },
  file(file, { report, workspace }) {
    const flow = flowOf(file, workspace);
    if (!flow || isAccepted(flow, workspace)) return;
    const { secrets, strangers, out, key } = flow;
    const others = [...new Set([secrets, strangers])].filter(server => server !== out);
    const place = {
      ...placeOfServer(out),
      related: others.map(server =>
        labelOf(server, server === secrets ? 'private data comes from here' : 'text of strangers comes from here'),
      ),
    };
    const named = { data: `\`${secrets.name}\``, text: `\`${strangers.name}\``, out: `\`${out.name}\`` };
    const data = { client: clientOf(out.format), ...named };
    if (key === null) report({ ...place, message: 'asked', data });
    else report({ ...place, message: 'unasked', severity: weighed('medium', file.scope), data: { ...data, key } });
  },
});

interface Flow {
  readonly secrets: Server;
  readonly strangers: Server;
  readonly out: Server;
  /** The switch by which the way out is taken without a question; null where somebody is asked. */
  readonly key: string | null;
}

/**
 * A flow between servers of one file: the way out is another server than the data comes from. A server that is all of it by
 * itself counts where nobody is asked; otherwise the rule that says how to narrow it is enough.
 */
function flowOf(file: ConfigFile, workspace: Workspace): Flow | null {
  const ways: { server: Server; legs: number; key: string | null }[] = [];
  const { own, named, all } = unaskedIn(file);
  for (const server of file.reading.servers) {
    const legs = legsOf(server, workspace);
    const key = legs & OUT ? (own.get(server) ?? named.get(server.name) ?? all) : null;
    // Servers that bring the same are as good as each other.
    if (legs !== 0 && !ways.some(way => way.legs === legs && (way.key === null) === (key === null))) ways.push({ server, legs, key });
  }
  const outs = ways.filter(({ legs }) => legs & OUT).toSorted((a, b) => Number(a.key === null) - Number(b.key === null));
  for (const { server: out, legs, key } of outs) {
    const from =
      ways.find(way => way.legs & PRIVATE && knownServer(way.server) !== knownServer(out)) ??
      (key !== null && legs & PRIVATE ? { server: out } : undefined);
    const text = legs & STRANGERS ? { server: out } : ways.find(way => way.legs & STRANGERS);
    if (from && text) return { secrets: from.server, strangers: text.server, out, key };
  }
  return null;
}

function legsOf(server: Server, workspace: Workspace): number {
  const known = server.enabled && governed(server) ? knownServer(server) : null;
  // Which of its tools a client lets through is not known well enough to accuse it.
  if (!known || known.confidence === 'low' || listedByClient(server, workspace)) return 0;
  const legs = known.capabilities.reduce((all, one) => all | (LEGS[one] ?? 0), 0);
  const own = known.reach.some(one => HOLDS.has(one)) && known.id !== 'git' ? legs : legs & ~PRIVATE;
  return readsOnly(server) ? own & ~OUT : own;
}

interface Unasked {
  /** By server object, by name, and for all of them: the key that does it. */
  readonly own: ReadonlyMap<Server, string>;
  readonly named: ReadonlyMap<string, string>;
  readonly all: string | null;
}

/** What nobody is asked about in this file. */
function unaskedIn({ reading }: ConfigFile): Unasked {
  const own = new Map<Server, string>();
  const named = new Map<string, string>();
  let all: string | null = null;
  for (const { kind, honoured, server, servers = [], value, path, key } of reading.controls) {
    // A person chooses a profile; half a mode still asks.
    if (!honoured || path.includes('profiles')) continue;
    if (kind === 'bypass-approval') {
      if (!/accept|edit|skip/i.test(value)) all ??= key;
    } else if (kind === 'approve-all-tools') {
      if (server) own.set(server, key);
      else if (servers.length === 0) all ??= key;
      for (const name of servers) named.set(name, key);
    }
  }
  return { own, named, all };
}

function isAccepted({ secrets, strangers, out }: Flow, { governance, today }: Workspace): boolean {
  const ids = [secrets, strangers, out].map(server => entryFor(governance, server)?.data.id ?? server.name);
  const accepted = governance?.manifest?.data.accepted_flows ?? [];
  return accepted.some(flow => flow.expires >= today && ids.every(id => flow.servers.includes(id)));
}
