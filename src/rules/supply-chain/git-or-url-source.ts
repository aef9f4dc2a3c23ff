import { defineRule } from '../../core/rule.ts';
import { hostOf, isLoopback } from '../../resolve/endpoints.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

export default defineRule({
  id: 'git-or-url-source',
  family: 'supply-chain',
  title: 'A server is built from a branch or fetched from a plain address',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-829', 'CWE-494'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['ID.RA-09', 'PR.PS-05'],
    'owasp-aisvs': ['v1.0-C10.1.1'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1002', 'SAFE-T1207'],
    'mitre-atlas': ['AML.T0010.005'],
    'csa-maestro': ['L7'],
  },
  messages: {
    branch:
      '`{server}` in {client} is built from {ref} of {name} as it stands that day. Write `{write}`, with the commit that you reviewed.',
    archive:
      '`{server}` in {client} runs code from {name}, with no registry and no digest in between. Use a released package with a version.',
    plain:
      '`{server}` in {client} runs code from {name}, fetched without encryption: anybody on the way can replace it. Use a released package with a version.',
  },
  server(server, { report }) {
    if (!server.enabled) return;
    for (const { kind, name, version, pin, spec, fetched, runner } of launchOf(server).artifacts) {
      if (!spec || !fetched || spec.dynamic || /[$%{]/.test(name) || (version !== null && /[$%{]/.test(version))) continue;
      const data = { server: server.name, client: server.format.name };
      if (kind === 'git' && pin !== 'commit') {
        const ref = version === null ? 'the default branch' : `\`${version}\``;
        const write = pinned(name, spec.value, runner);
        report({
          ...placeOf(server, spec),
          message: 'branch',
          data: { ...data, ref, name: name.slice('https://'.length), write },
        });
      } else if (kind === 'archive' && !isLoopback(name)) {
        const plain = name.startsWith('http://');
        report({
          ...placeOf(server, spec),
          message: plain ? 'plain' : 'archive',
          severity: gravity(server, plain ? 'high' : 'medium'),
          data: { ...data, name: hostOf(name) ?? 'an address' },
        });
      }
    }
  },
});

/** The same source at one commit, in the runner's own manner. */
function pinned(name: string, written: string, runner: string): string {
  if (runner === 'nix run') return `github:${name.split('/').slice(3).join('/')}/<commit>`;
  if (!/^(?:uv|pipx)/.test(runner))
    return `${/^(?:[a-z]{3,9}:)?[\w.-]{1,100}\/[\w.-]{1,100}(?=#|$)/.exec(written)?.[0] ?? `git+${name}`}#<commit>`;
  const folder = /#subdirectory=[^&]{1,200}/.exec(written)?.[0] ?? '';
  return `git+${name}@<commit>${folder}`;
}
