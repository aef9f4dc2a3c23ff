import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import { findSwitch, hasValue, switchText } from '../../resolve/switches.ts';
import { placeOf } from '../../resolve/words.ts';

const OFF = ['0', 'false', 'no', 'off'];
const CHECKS = [
  { kind: 'env', name: 'DOCKER_CONTENT_TRUST', values: OFF },
  { kind: 'flag', name: '--verify-signatures', values: OFF },
] as const;

export default defineRule({
  id: 'mutable-or-unverified-artifact',
  family: 'supply-chain',
  title: 'An image is named by a tag that can be moved, or its signature is not checked',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-353', 'CWE-494'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['ID.RA-09'],
    'owasp-aisvs': ['v1.0-C10.1.1'],
    'cosai-mcp': ['CoSAI-MCP-T6', 'CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1207', 'SAFE-T1203'],
    'mitre-atlas': ['AML.M0014'],
    'mcp-spec': ['MCP-SPEC-REGISTRY-RANGE'],
    'csa-maestro': ['L7'],
  },
  messages: {
    tag: '`{server}` in {client} runs `{name}` by its tag `{tag}`, which can be moved to another image. Add the digest: `{name}:{tag}@sha256:<digest>`.',
    signature: '`{server}` in {client} runs images without checking who signed them (`{written}`). Remove the switch.',
  },
  server(server, { report }) {
    if (!server.enabled) return;
    const launch = launchOf(server);
    const data = { server: server.name, client: server.format.name };
    for (const { kind, name, version, pin, spec, fetched } of launch.artifacts) {
      if (kind !== 'oci' || pin !== 'tag' || !spec || !fetched || version === null || /[$%{<]/.test(spec.value)) continue;
      report({ ...placeOf(server, spec), message: 'tag', data: { ...data, name, tag: version } });
    }
    const { options } = launch.container ?? { options: [] };
    const untrusted = options.find(({ name, value }) => name === '--disable-content-trust' && value !== 'false');
    if (untrusted)
      report({ ...placeOf(server, untrusted.word), message: 'signature', severity: 'low', data: { ...data, written: untrusted.name } });
    for (const check of CHECKS) {
      if (check.kind === 'flag' && launch.name !== 'docker-mcp') continue;
      const use = findSwitch(server, check);
      if (!use || !hasValue(use, check)) continue;
      report({
        ...placeOf(server, use.word),
        message: 'signature',
        severity: 'medium',
        data: { ...data, written: switchText(check, use) },
      });
    }
  },
});
