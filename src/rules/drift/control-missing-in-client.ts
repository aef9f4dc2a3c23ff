import { defineRule } from '../../core/rule.ts';
import type { Control, Server } from '../../core/model.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { isNamed, isOff, isOn, settingsOf } from '../network/shared/settings.ts';
import { byFolder, sameServers } from './shared/same-server.ts';

/** What restrains a server, in one word for all the ways in which it is written. */
type Restraint = 'read-only' | 'tool-list' | 'sandbox' | 'selection';

const READ_ONLY = setOf('READ_ONLY READONLY READ_ONLY_MODE READONLY_MODE READ_OPERATIONS_ONLY');
const WRITES = setOf('ALLOW_WRITE ALLOW_WRITES ENABLE_WRITE ENABLE_WRITES WRITE_ACCESS ALLOW_WRITE_ACCESS');
const SELECTION = setOf('TOOLSETS ENABLED_TOOLS ALLOWED_TOOLS DISABLED_TOOLS INCLUDE_TOOLS EXCLUDE_TOOLS FEATURES PROJECT_REF');
const SELECTION_HINTS = ['project_ref=', 'features=', 'toolsets='];
const SAID: Readonly<Record<Restraint, string>> = {
  'read-only': 'is read-only',
  'tool-list': 'has only some of its tools',
  sandbox: 'runs in a sandbox',
  selection: 'has only a selection of its features',
};

export default defineRule({
  id: 'control-missing-in-client',
  family: 'drift',
  title: 'A restriction holds in one client and not in another',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-693', 'CWE-1220'],
    'owasp-mcp': ['MCP02:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI08', 'ASI02'],
    'nist-csf': ['PR.PS-01', 'PR.AA-05'],
    'safe-mcp': ['SAFE-T1104'],
  },
  messages: {
    missing: '`{server}` {said} in {other}, but not in {client}. Say the same here, or restrict the credential, which holds everywhere.',
  },
  workspace({ servers, controls }, { report }) {
    const byServer = new Map<Server, Control[]>();
    for (const control of controls) {
      if (!control.server || !control.honoured) continue;
      const list = byServer.get(control.server);
      if (list) list.push(control);
      else byServer.set(control.server, [control]);
    }
    for (const folder of byFolder(servers).values()) {
      for (const group of sameServers(folder)) {
        const held = group.map(server => ({ server, restraints: restraintsOf(server, byServer.get(server) ?? []) }));
        for (const restraint of ['read-only', 'selection', 'tool-list', 'sandbox'] as const) {
          const has = held.find(({ restraints }) => restraints.has(restraint));
          // A server that is read-only needs no list of tools to be harmless.
          const lacks = held.filter(({ restraints }) => !restraints.has(restraint) && !restraints.has('read-only'));
          const [first] = lacks;
          if (!has || !first) continue;
          const { server } = first;
          report({
            message: 'missing',
            data: { server: server.name, said: SAID[restraint], other: nameOf(has.server, server), client: nameOf(server, has.server) },
            at: server.nameNode ?? server.node,
            path: server.path,
            source: server.document.source,
            server,
            related: [has, ...lacks.slice(1)].map(one => ({
              source: one.server.document.source,
              span: (one.server.nameNode ?? one.server.node).span,
              text: one === has ? `here it ${SAID[restraint]}` : 'not here either',
            })),
          });
        }
      }
    }
  },
});

function restraintsOf(server: Server, controls: readonly Control[]): Set<Restraint> {
  const found = new Set<Restraint>();
  // Nobody misses a list for a server that only reads what everybody may.
  const known = knownServer(server);
  const harmless = known?.impact === 'read' && !known.capabilities.includes('private-data');
  for (const { kind, tools } of controls) {
    if (!harmless && (kind === 'deny-tools' || (kind === 'allow-tools' && !tools.includes('*')))) found.add('tool-list');
    if (kind === 'sandbox-on') found.add('sandbox');
  }
  for (const setting of settingsOf(server)) {
    if (isNamed(setting.word, READ_ONLY) && isOn(setting)) found.add('read-only');
    else if (isNamed(setting.word, WRITES) && isOff(setting)) found.add('read-only');
    else if (setting.by !== 'key' && isNamed(setting.word, SELECTION) && setting.value !== null && setting.value !== 'all')
      found.add('selection');
  }
  // `?read_only=true`, `/readonly` in an address.
  const { url } = server;
  const address = (url?.value ?? launchOf(server).spec?.value ?? '').slice(0, 2000).toLowerCase();
  if (address.includes('read') && /[?&/](?:read_?only)(?:=true|=1)?(?:[&/]|$)/.test(address)) found.add('read-only');
  if (holdsOneOf(address, SELECTION_HINTS) && /[?&](?:project_ref|features|toolsets)=/.test(address)) found.add('selection');
  return found;
}

function nameOf(server: Server, other: Server): string {
  return server.format.id === other.format.id ? `\`${server.document.source.path}\`` : server.format.name;
}
