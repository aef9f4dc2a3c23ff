import type { Severity } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { PLACE_WORDS, type PlaceKind, placeKind } from '../../resolve/host-paths.ts';
import { launchOf } from '../../resolve/launch.ts';
import { mountsOf } from '../../resolve/unwrap-container.ts';
import { placeOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

export default defineRule({
  id: 'sensitive-host-mount',
  family: 'execution',
  title: 'A container is handed the disk, a home folder, keys, or the container engine',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-732', 'CWE-250'],
    'owasp-mcp': ['MCP02:2025', 'MCP05:2025'],
    'owasp-asi': ['ASI05', 'ASI03'],
    'owasp-nhi': ['NHI6:2025'],
    'nist-csf': ['PR.DS-01', 'PR.IR-01'],
    'owasp-aisvs': ['v1.0-C10.1.3'],
    'cosai-mcp': ['CoSAI-MCP-T8', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1303', 'SAFE-T1502'],
    'mitre-atlas': ['AML.T0105'],
    'mcp-spec': ['MCP-SPEC-LOCAL-SANDBOX', 'MCP-SPEC-LOCAL-DANGEROUS'],
    'csa-maestro': ['L4'],
  },
  messages: {
    mount:
      'The container of `{server}` in {client} gets {what} (`{source}`). Mount only the project folder, with `:ro` where nothing has to be written.',
    socket:
      'The container of `{server}` in {client} gets {what} (`{source}`). Remove the mount, or put a filtering socket proxy in between.',
  },
  server(server, { report }) {
    for (const { kind, options } of launchOf(server).hops) {
      if (kind !== 'container') continue;
      for (const { source, readOnly, volume, word } of mountsOf(options)) {
        const place = volume ? null : placeKind(source);
        const severity = place && severityOf(place, readOnly);
        if (!severity) continue;
        report({
          ...placeOf(server, word),
          message: place === 'socket' ? 'socket' : 'mount',
          severity: gravity(server, severity),
          data: { server: server.name, client: server.format.name, what: PLACE_WORDS[place], source },
        });
      }
    }
  },
});

/** A read-only look at a home folder still shows its keys; one at the system or beside the project shows less. */
function severityOf(place: PlaceKind, readOnly: boolean): Severity | null {
  if (place === 'parent') return null;
  if (place === 'system') return readOnly ? 'low' : 'medium';
  if (place === 'credentials') return readOnly ? 'medium' : 'high';
  return 'high';
}
