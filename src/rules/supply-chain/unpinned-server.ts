import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Artifact } from '../../resolve/launch-types.ts';
import { placeOf } from '../../resolve/words.ts';
import { isToldWorse } from './shared/told.ts';

export default defineRule({
  id: 'unpinned-server',
  family: 'supply-chain',
  title: 'A server is started in whatever version is newest',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-829', 'CWE-494'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'owasp-nhi': ['NHI3:2025'],
    'owasp-llm-2025': ['LLM03:2025'],
    'nist-csf': ['PR.PS-02', 'ID.RA-09'],
    'owasp-aisvs': ['v1.0-C10.1.1'],
    'cosai-mcp': ['CoSAI-MCP-T11', 'CoSAI-MCP-T6'],
    'safe-mcp': ['SAFE-T1201', 'SAFE-T1207'],
    'mitre-atlas': ['AML.T0109'],
    'mcp-spec': ['MCP-SPEC-REGISTRY-RANGE'],
    'csa-maestro': ['L7'],
  },
  messages: {
    package:
      '`{server}` in {client} runs whatever version of `{name}` is newest at each start. Write `{write}` with the version that you reviewed.',
    image:
      '`{server}` in {client} runs whatever image `{name}` points to today. Write `{write}` with the version and digest that you reviewed.',
  },
  server(server, { report }) {
    if (!server.enabled) return;
    const { artifacts } = launchOf(server);
    // The server itself where it is fetched, else the outermost thing on the way to it.
    const loose = artifacts.findLast(isLoose);
    if (!loose?.spec || isToldWorse(loose)) return;
    const data = { server: server.name, client: server.format.name, name: writtenName(loose), write: firm(loose) };
    report({ ...placeOf(server, loose.spec), message: loose.kind === 'oci' ? 'image' : 'package', data });
  },
});

function isLoose({ kind, name, pin, fetched, spec }: Artifact): boolean {
  if (!fetched || !spec || spec.dynamic || /[$%{<]/.test(name) || /[$%{<]/.test(spec.value)) return false;
  if (kind === 'oci') return pin === 'none' || pin === 'latest';
  if (kind === 'npm' || kind === 'pypi' || kind === 'nuget' || kind === 'go' || kind === 'jsr') {
    return pin === 'none' || pin === 'latest' || pin === 'range' || pin === 'tag';
  }
  return false;
}

/** What to write instead, in the runner's own manner. */
function firm(artifact: Artifact): string {
  const { kind, runner, spec } = artifact;
  const name = writtenName(artifact);
  switch (kind) {
    case 'oci':
      return `${name}:<version>@sha256:<digest>`;
    case 'pypi': {
      const extras = /\[[^\]]{0,200}\]/.exec(spec!.value)?.[0] ?? '';
      return `${name}${extras}${runner === 'pipx run' || runner === 'uv run --with' || extras !== '' ? '==' : '@'}<version>`;
    }
    case 'go':
      return `${name}@v<version>`;
    case 'jsr':
      return `jsr:${name}@<version>`;
    default:
      return runner === 'deno' ? `npm:${name}@<version>` : `${name}@<version>`;
  }
}

/** PyPI names are compared in one spelling and shown in the one that stands there. */
function writtenName({ kind, name, spec }: Artifact): string {
  return kind === 'pypi' && spec ? (/^[\w.-]{1,200}/.exec(spec.value)?.[0] ?? name) : name;
}
