import type { Severity } from '../../core/finding.ts';
import type { Control, Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { placeOf } from '../../resolve/words.ts';
import { clientOf, weighed, weighedFor } from '../network/shared/weight.ts';

/** Switches by which a program takes its own walls down, and the programs that have them. */
const BROWSER = '--no-sandbox';
const DENO = setOf('-A --allow-all');

export default defineRule({
  id: 'sandbox-disabled-or-absent',
  family: 'execution',
  title: 'A sandbox is switched off',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP05:2025'],
    'owasp-asi': ['ASI05'],
    cwe: ['CWE-693', 'CWE-250'],
    'nist-csf': ['PR.IR-01'],
    'owasp-aisvs': ['v1.0-C10.1.3', 'v1.0-C9.3.1'],
    'cosai-mcp': ['CoSAI-MCP-T8', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1303'],
    'mitre-atlas': ['AML.M0032', 'AML.T0105'],
    'mcp-spec': ['MCP-SPEC-LOCAL-SANDBOX'],
    'csa-maestro': ['L4'],
  },
  messages: {
    client:
      '{client} runs what the agent starts without its sandbox (`{key}`: {value}). Use the mode that writes inside the project only, and allow what is missing by name.',
    browser:
      '`{server}` in {client} opens pages of strangers in a browser without its sandbox (`{flag}`). Remove it; where the browser does not start without it, run the server in a container.',
    deno: '`{server}` in {client} gets every permission that Deno could hold back (`{flag}`). List the ones that it needs: `--allow-net=<host>`, `--allow-env=<NAME>`.',
  },
  control(control, { report }) {
    if (control.kind !== 'sandbox-off' || !control.honoured || control.server) return;
    const { node, path, scope, document, key, value } = control;
    const severity = weighed(severityOf(control), scope);
    report({
      at: node,
      path,
      source: document.source,
      message: 'client',
      severity,
      data: { client: clientOf(control.format), key, value },
    });
  },
  server(server, { report }) {
    const found = switchIn(server);
    if (!found) return;
    const { message, word, severity } = found;
    const data = { server: server.name, client: clientOf(server.format), flag: word.value };
    report({ ...placeOf(server, word), message, severity: weighedFor(server, severity), data });
  },
});

/** Off is what Claude Code does anyway; a profile is chosen by a person. */
function severityOf({ key, path }: Control): Severity {
  return key === 'sandbox.enabled' || path.includes('profiles') ? 'low' : 'medium';
}

function switchIn(server: Server): { message: 'browser' | 'deno'; word: Word; severity: Severity } | null {
  const { container, args, hops, name } = launchOf(server);
  // A container is a wall of its own, and browsers mostly cannot build theirs inside of one.
  if (container) return null;
  const browser = args.find(({ value }) => value === BROWSER);
  if (browser && /playwright|puppeteer|chrome|browser/i.test(name)) return { message: 'browser', word: browser, severity: 'medium' };
  for (const { program, options } of hops) {
    const all = program === 'deno' ? options.find(option => DENO.has(option.name)) : undefined;
    if (all) return { message: 'deno', word: all.word, severity: 'low' };
  }
  return null;
}
