import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf, spanOver } from '../../resolve/words.ts';
import { codeDanger, codeHop, dangerOf, fetchesOnly } from './shared/danger.ts';

export default defineRule({
  id: 'inline-code-or-chaining',
  family: 'execution',
  title: 'A server entry carries code of its own: a download that is run, data that is sent, an inline program',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-78', 'CWE-494'],
    'owasp-mcp': ['MCP05:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI05'],
    'owasp-llm-2025': ['LLM05:2025'],
    'nist-csf': ['PR.PS-05'],
    'owasp-aisvs': ['v1.0-C10.4.7'],
    'cosai-mcp': ['CoSAI-MCP-T3', 'CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1101', 'SAFE-T1006'],
    'mitre-atlas': ['AML.T0081'],
    'mcp-spec': ['MCP-SPEC-LOCAL-DANGEROUS'],
    'csa-maestro': ['L4'],
  },
  messages: {
    'download-and-run':
      'Starting `{server}` in {client} downloads or decodes code and runs it unseen. Remove the entry, or install the program and start it by name.',
    'sends-data': 'Starting `{server}` in {client} sends local data to a network address. Remove the entry and find out who added it.',
    'reverse-shell':
      'Starting `{server}` in {client} opens a shell to the network. Remove the entry and treat this computer as taken over.',
    encoded:
      'Starting `{server}` in {client} runs an encoded script that nobody can review. Write the program and its arguments in plain text.',
    destroys: 'Starting `{server}` in {client} erases files or disks. Remove the entry.',
    fetch:
      '`{server}` in {client} is no server: its command `{program}` only talks to the network. Remove the entry and find out who added it.',
    hidden: '`{server}` in {client} decodes code from an argument of `{program}` and runs it. Remove the entry and find out who added it.',
    acts: '`{server}` in {client} runs code from an argument of `{program}` that starts programs, writes files or uses the network. Put it into a file that is reviewed.',
    plain: '`{server}` in {client} runs code from an argument of `{program}`. Put it into a file that is reviewed, and start that file.',
  },
  server(server, { report }) {
    const launch = launchOf(server);
    const data = { server: server.name, client: server.format.name };
    for (const { script } of launch.hops) {
      const found = script && dangerOf(script);
      const first = found?.words[0];
      if (!found || !first) continue;
      // One slot: the words of the pipeline; several: the first says enough.
      const at = found.words.every(({ slot }) => slot === first.slot) ? spanOver(found.words) : spanOver([first]);
      report({ ...placeOf(server, first), at, message: found.danger, data, severity: 'critical' });
      return;
    }
    if (fetchesOnly(launch) && launch.spec) {
      report({ ...placeOf(server, launch.spec), message: 'fetch', data: { ...data, program: launch.name }, confidence: 'medium' });
      return;
    }
    const hop = codeHop(launch);
    if (!hop) return;
    const kind = codeDanger(hop.code);
    const shared = { ...placeOf(server, hop.code), data: { ...data, program: hop.program } };
    if (kind === 'hidden') report({ ...shared, message: 'hidden', severity: 'critical' });
    else if (kind === 'acts') report({ ...shared, message: 'acts', confidence: 'medium' });
    else report({ ...shared, message: 'plain', severity: kind === 'entry' ? 'low' : 'medium' });
  },
});
