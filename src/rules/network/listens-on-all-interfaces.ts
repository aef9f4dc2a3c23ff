import { defineRule } from '../../core/rule.ts';
import { table } from '../../core/table.ts';
import type { Server } from '../../core/model.ts';
import { setOf } from '../../core/words.ts';
import { programName } from '../../resolve/words.ts';
import { isNamed, type Setting, settingsOf, switchPlace } from './shared/settings.ts';
import { weighedFor } from './shared/weight.ts';

const ANY = /^(?:0\.0\.0\.0|::|\[::\]|\*)(?::\d{1,5})?$/;
const FLAGS = new Set(['HOST', 'HTTP_HOST', 'HOSTNAME', 'ADDRESS', 'BIND', 'BIND_ADDRESS', 'BIND_HOST', 'LISTEN', 'LISTEN_ADDRESS', 'LISTEN_HOST', 'SERVER_HOST', 'INSPECT', 'INSPECT_BRK', 'TRANSPORT_HOST', 'MCP_HOST', 'SSE_HOST', 'IP', 'ADDR']); // prettier-ignore
/** Names of an address to listen on; `DB_HOST` and its like are addresses to go to. */
const WHOLE = setOf('HOST ADDRESS');
const LISTENERS = ['MCP', 'SERVER', 'TRANSPORT', 'HTTP', 'SSE', 'BIND', 'LISTEN', 'UVICORN', 'GATEWAY', 'FASTMCP'];
const tails = table(
  () => new Set(['BIND', 'LISTEN', ...['HOST', 'ADDRESS', 'ADDR', 'IP'].flatMap(what => LISTENERS.map(who => `${who}_${what}`))]),
);
const NETWORKED = /^(?:http|sse|streamable|streamable-http|streamablehttp|ws|websocket)$/i;
const MAPPING = /^(?:(0\.0\.0\.0|\[::\]):)?\d{1,5}(?:-\d{1,5})?:\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;

export default defineRule({
  id: 'listens-on-all-interfaces',
  family: 'network',
  title: 'A local server can be reached from the whole network',
  severity: 'high',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-668', 'CWE-923'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI07'],
    'owasp-nhi': ['NHI6:2025'],
    'nist-csf': ['PR.IR-01'],
    'mcp-spec': ['MCP-SPEC-HTTP-LOCALHOST'],
    'safe-mcp': ['SAFE-T1005'],
  },
  messages: {
    listens: '`{server}` listens on every network interface (`{setting}`), so other machines reach its tools. Bind it to 127.0.0.1.',
    random:
      '`{server}` publishes every port of its container on every network interface (`{setting}`). Write `-p 127.0.0.1:PORT:PORT` for the one you need.',
    published: '`{server}` publishes its port on every network interface (`{setting}`). Write `127.0.0.1:{ports}`.',
  },
  server(server, { report }) {
    const source = server.document.source;
    const settings = settingsOf(server);
    const container = isContainer(server);
    for (const setting of settings) {
      const place = { at: setting.at, path: setting.path, source, server };
      if (container && isPublish(setting) && MAPPING.test(setting.value ?? '')) {
        const ports = setting.value!.replace(/^(?:0\.0\.0\.0|\[::\]):/, '');
        report({
          ...place,
          message: 'published',
          data: { server: server.name, setting: setting.text, ports },
          severity: weighedFor(server, isDeployment(server) ? 'low' : 'medium'),
        });
      } else if (container && setting.by === 'flag' && (setting.name === '-P' || setting.name === '--publish-all')) {
        const { at, path, text } = switchPlace(setting);
        report({
          ...place,
          at,
          path,
          message: 'random',
          data: { server: server.name, setting: text },
          severity: weighedFor(server, 'medium'),
        });
      } else if (!container && bindsAll(setting) && !overStdio(settings)) {
        // A server that talks over standard input may never listen at all.
        const severity = weighedFor(server, isNetworked(settings) ? 'high' : 'medium');
        report({ ...place, message: 'listens', data: { server: server.name, setting: setting.text }, severity });
      }
    }
  },
});

function bindsAll({ word, value, by }: Setting): boolean {
  if (value === null || !(by === 'flag' ? FLAGS.has(word) : WHOLE.has(word) || isNamed(word, tails()))) return false;
  return ANY.test(value.trim());
}

/** Inside of a container every interface is the right one; what counts is how its port is published. */
function isContainer({ command, args }: Server): boolean {
  return (
    CONTAINERS.has(programName(command?.value ?? '')) || args.slice(0, 3).some(({ value }) => value === 'docker' || value === 'podman')
  );
}

const CONTAINERS = setOf('docker podman nerdctl');

function isPublish({ name, by }: Setting): boolean {
  return by === 'flag' && (name === '-p' || name === '--publish');
}

/** What is put up for others is meant to be reached; a firewall or a proxy decides by whom. */
const isDeployment = ({ format }: Server) => format.id === 'compose';

/** Told to talk over standard input, it opens no port, whatever address it was given. */
function overStdio(settings: readonly Setting[]): boolean {
  return settings.some(
    ({ word, value }) => (word === 'TRANSPORT' || word.endsWith('_TRANSPORT')) && value?.trim().toLowerCase() === 'stdio',
  );
}

function isNetworked(settings: readonly Setting[]): boolean {
  return settings.some(
    ({ word, value }) =>
      word === 'PORT' || word === 'HTTP' || word === 'SSE' || (word.includes('TRANSPORT') && value !== null && NETWORKED.test(value)),
  );
}
