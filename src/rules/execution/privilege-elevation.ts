import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { launchOf } from '../../resolve/launch.ts';
import { optionValue, placeOf, programName } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

const ELEVATES = setOf('sudo doas pkexec gsudo runas su');

export default defineRule({
  id: 'privilege-elevation',
  family: 'execution',
  title: 'A server is started with administrator rights',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-250'],
    'owasp-mcp': ['MCP02:2025', 'MCP05:2025'],
    'owasp-asi': ['ASI03', 'ASI05'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C10.1.3'],
    'cosai-mcp': ['CoSAI-MCP-T8', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1305'],
    'mcp-spec': ['MCP-SPEC-LOCAL-DANGEROUS'],
    'csa-maestro': ['L4'],
  },
  messages: {
    root: '`{server}` in {client} is started as administrator through `{program}`, so whatever its tools do is done as root. Start it without `{program}`, as a user of its own.',
    verb: '`{server}` in {client} is started as administrator (`-Verb RunAs`). Start it without elevation, as a user of its own.',
    before:
      'Starting `{server}` in {client} runs a command as administrator through `{program}`. Do that once, by hand, and not at every start.',
  },
  server(server, { report }) {
    const { hops } = launchOf(server);
    const data = { server: server.name, client: server.format.name };
    const severity = gravity(server, 'high');
    const hop = hops.find(({ kind }) => kind === 'elevation');
    if (hop) {
      const user = optionValue(hop.options, '-u', '--user');
      // Another ordinary user is less than one's own rights.
      if (user !== null && !/^(?:root|#?0|administrator|system)$/i.test(user)) return;
      report({ ...placeOf(server, hop.at), message: 'root', severity, data: { ...data, program: hop.program } });
      return;
    }
    for (const { script } of hops) {
      if (!script) continue;
      if (script.language === 'powershell') {
        const at = script.words.find(({ value }) => /-verb\s{1,20}['"]?runas/i.test(value));
        const verb = script.words.find(
          ({ value }, index) => /^-verb$/i.test(value) && /^['"]?runas/i.test(script.words[index + 1]?.value ?? ''),
        );
        const word = at ?? verb;
        if (word) {
          report({ ...placeOf(server, word), message: 'verb', severity, data });
          return;
        }
      }
      for (const { words } of script.commands) {
        const [first] = words;
        if (first && ELEVATES.has(programName(first.value))) {
          report({ ...placeOf(server, first), message: 'before', severity, data: { ...data, program: programName(first.value) } });
          return;
        }
      }
    }
  },
});
