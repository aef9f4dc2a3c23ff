import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Hop } from '../../resolve/launch-types.ts';
import { placeOf, programName } from '../../resolve/words.ts';
import { codeHop, dangerOf } from './shared/danger.ts';

export default defineRule({
  id: 'shell-wrapper',
  family: 'execution',
  title: 'A shell stands between the client and the server',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-78'],
    'owasp-mcp': ['MCP05:2025'],
    'owasp-asi': ['ASI05'],
    'nist-csf': ['PR.PS-05'],
    'owasp-aisvs': ['v1.0-C10.4.7'],
    'cosai-mcp': ['CoSAI-MCP-T3'],
    'safe-mcp': ['SAFE-T1101'],
    'mcp-spec': ['MCP-SPEC-LOCAL-CONSENT', 'MCP-SPEC-LOCAL-DANGEROUS'],
    'csa-maestro': ['L4'],
  },
  messages: {
    simple:
      '`{server}` in {client} starts `{program}` through `{shell}`, which hides it from allow lists and approval prompts. Write `{program}` as the command and each argument on its own.',
    dynamic:
      '`{server}` in {client} starts `{program}` through `{shell}` to have a variable filled in, which hides it from allow lists and approval prompts. Write it in full, or as this client expands it.',
    script:
      '`{server}` in {client} starts through a `{shell}` line of {count} commands, which hides the program from allow lists and approval prompts. Use `cwd` and `env`, or a script in the repository.',
  },
  server(server, { report }) {
    const launch = launchOf(server);
    const { hops } = launch;
    const hop = hops.find(({ script }) => script !== undefined);
    if (!hop?.script || documented(hop)) return;
    // These say more about the same line.
    if (codeHop(launch) || hops.some(({ script }) => script && dangerOf(script))) return;
    const { commands, words } = hop.script;
    const first = words[0] ?? hop.at;
    const data = { server: server.name, client: server.format.name, shell: hop.program };
    const only = commands.length === 1 ? commands[0]!.words.find(({ value }) => value !== 'exec') : undefined;
    if (only && !commands[0]!.substitution) {
      const program = only.value.length > 80 ? programName(only.value).slice(0, 80) : only.value;
      const message = commands[0]!.words.some(({ dynamic }) => dynamic) ? 'dynamic' : 'simple';
      report({ ...placeOf(server, first), message, data: { ...data, program } });
    } else report({ ...placeOf(server, first), message: 'script', data: { ...data, count: commands.length } });
  },
});

/** `cmd /c npx …` with plain arguments is how clients document Windows, where npx is a script that cannot be started itself. */
function documented({ script }: Hop): boolean {
  return script!.language === 'cmd' && script!.commands.length === 1 && script!.words.length > 1;
}
