import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { placeOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

/** Long enough to mean one thing only, whatever the program. Source: the agents' own documentation. */
const FLAGS = setOf(
  '--dangerously-skip-permissions --dangerously-bypass-approvals-and-sandbox --dangerously-allow-all --yolo --trust-all-tools --allow-all-tools --full-auto --yes-always',
);
/** Flags and the values with which they say the same. */
const PAIRS = setOf(
  '--permission-mode=bypassPermissions --approval-mode=yolo --approval-mode=full-auto --ask-for-approval=never --sandbox=danger-full-access',
);

export default defineRule({
  id: 'agent-danger-flag',
  family: 'execution',
  title: 'An agent is started with its approvals off',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-693', 'CWE-862'],
    'owasp-mcp': ['MCP05:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI05', 'ASI09'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C9.2.1'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1111'],
    'mitre-atlas': ['AML.M0029'],
    'csa-maestro': ['L3'],
  },
  messages: {
    flag: '`{server}` in {client} starts an agent that asks nobody before it acts (`{flag}`). Give it a list of allowed tools instead.',
  },
  server(server, { report }) {
    const launch = launchOf(server);
    for (const [index, word] of launch.args.entries()) {
      const flag = flagOf(word, launch.args[index + 1]);
      if (!flag) continue;
      const data = { server: server.name, client: server.format.name, flag };
      report({ ...placeOf(server, word), message: 'flag', severity: gravity(server, 'high'), data });
    }
  },
});

function flagOf({ value }: Word, next: Word | undefined): string | null {
  if (FLAGS.has(value)) return value;
  const equals = value.indexOf('=');
  const name = equals < 0 ? value : value.slice(0, equals);
  const given = equals < 0 ? next?.value : value.slice(equals + 1);
  if (FLAGS.has(name) && given !== undefined && equals > 0) return /^(?:false|0|no)$/i.test(given) ? null : value;
  if (given === undefined) return null;
  return PAIRS.has(`${name}=${given}`) ? `${name} ${given}` : null;
}
