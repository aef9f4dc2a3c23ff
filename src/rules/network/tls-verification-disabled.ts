import { defineRule } from '../../core/rule.ts';
import { isLetter } from '../../core/chars.ts';
import type { Server, Slot } from '../../core/model.ts';
import { type Node, within } from '../../core/node.ts';
import type { Span } from '../../core/source.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { programName } from '../../resolve/words.ts';
import { endpointsOf } from './shared/endpoints.ts';
import { isNamed, isNegated, isOff, isOn, type Setting, settingsOf, switchPlace } from './shared/settings.ts';
import { weighedFor } from './shared/weight.ts';

/** Off means: no check. `VERIFY` alone only as a key, where it stands beside an address. */
const CHECKS = setOf(
  'SSL_VERIFY VERIFY_SSL TLS_VERIFY VERIFY_TLS VERIFY_CERT VERIFY_CERTS VERIFY_CERTIFICATE VERIFY_CERTIFICATES SSL_VERIFICATION TLS_VERIFICATION REJECT_UNAUTHORIZED CHECK_CERTIFICATE SSL_STRICT',
);
/** The same, of names that mean it only as they stand. */
const WHOLE_CHECKS = setOf('PYTHONHTTPSVERIFY STRICT_HOST_KEY_CHECKING O_STRICT_HOST_KEY_CHECKING');
/** On means: no check. */
const NO_CHECKS = setOf(
  'INSECURE_SKIP_VERIFY SKIP_TLS_VERIFY SKIP_SSL_VERIFY TLS_SKIP_VERIFY INSECURE_SKIP_TLS_VERIFY SSL_NO_VERIFY NO_VERIFY_SSL NO_CHECK_CERTIFICATE TLS_INSECURE INSECURE_TLS SSL_INSECURE INSECURE_SSL IGNORE_SSL IGNORE_SSL_ERRORS IGNORE_HTTPS_ERRORS IGNORE_CERTIFICATE_ERRORS IGNORE_TLS_ERRORS IGNORE_CERT_ERRORS ACCEPT_INSECURE_CERTS ACCEPT_INVALID_CERTS DISABLE_SSL_VERIFICATION DISABLE_TLS_VERIFICATION DISABLE_SSL_VERIFY ALLOW_SELF_SIGNED',
);
const INSECURE = setOf('INSECURE');
/** Flags of package runners: no check for the host that follows. */
const NAMES_HOST = new Set(['ALLOW_INSECURE_HOST', 'TRUSTED_HOST']);
const FLAGS_ONLY = new Set(['INSECURE', 'NO_VERIFY', ...NAMES_HOST]);
/** `curl -k` and `NODE_TLS_REJECT_UNAUTHORIZED=0` inside a line for a shell. */
const SHELL =
  /\bcurl\s(?:[^|;&\n]{0,200}\s)?(-[a-zA-Z]{0,6}k[a-zA-Z]{0,6}|--insecure)(?=\s|$)|\b(NODE_TLS_REJECT_UNAUTHORIZED=["']?0|PYTHONHTTPSVERIFY=["']?0|GIT_SSL_NO_VERIFY=["']?(?:1|true))\b/;
const SHELL_HINTS = ['NODE_TLS_REJECT_UNAUTHORIZED=', 'PYTHONHTTPSVERIFY=', 'GIT_SSL_NO_VERIFY='];

export default defineRule({
  id: 'tls-verification-disabled',
  family: 'network',
  title: 'Certificates are not checked',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-295'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI07'],
    'owasp-nhi': ['NHI6:2025'],
    'nist-csf': ['PR.DS-02'],
    'mcp-spec': ['MCP-SPEC-AUTH-HTTPS'],
  },
  messages: {
    off: '`{server}` accepts any {proof} (`{setting}`), so anyone on the way can pose as the other side. Remove it and {instead}.',
  },
  server(server, { report }) {
    const place = (at: Node | Span, path: Slot['path'], setting: string) =>
      report({
        message: 'off',
        data: { server: server.name, setting, ...(isSsh(server) ? HOST_KEY : { proof: 'certificate', instead: authority(server) }) },
        at,
        path,
        source: server.document.source,
        server,
        severity: weighedFor(server, isLocal(server) ? 'low' : 'high'),
      });
    for (const setting of settingsOf(server)) {
      if (!disables(setting)) continue;
      const { at, path, text } = NAMES_HOST.has(setting.word) ? setting : switchPlace(setting);
      place(at, path, text);
    }
    for (const slot of server.args) {
      if (slot.node.kind !== 'string' || !slot.value.includes(' ')) continue;
      const line = slot.value.slice(0, 10_000);
      const found = holdsOneOf(line, SHELL_HINTS) || (line.includes('curl') && mayHoldSwitch(line)) ? SHELL.exec(line) : null;
      const text = found?.[1] ?? found?.[2];
      if (!found || text === undefined) continue;
      const start = found.index + found[0].lastIndexOf(text);
      place(within(slot.node, start, start + text.length), slot.path, found[1] ? `curl ${text}` : text);
    }
    const { command, args } = server;
    if (command && programName(command.value) === 'curl') {
      for (const slot of args) if (/^-[a-zA-Z]{0,6}k[a-zA-Z]{0,6}$/.test(slot.value)) place(slot.node, slot.path, `curl ${slot.value}`);
    }
  },
});

/** Whether something stands there that may be `-k`, alone or among other letters, or `--insecure`. */
function mayHoldSwitch(line: string): boolean {
  if (line.includes('--insecure')) return true;
  for (let at = line.indexOf('-'); at >= 0; at = line.indexOf('-', at + 1)) {
    let end = at + 1;
    while (end < line.length && isLetter(line.charCodeAt(end))) end++;
    if (line.slice(at, end).includes('k')) return true;
  }
  return false;
}

function disables(setting: Setting): boolean {
  const { word, by, value } = setting;
  if (isNamed(word, CHECKS) && isNegated(word)) return isOn(setting);
  if (WHOLE_CHECKS.has(word) || isNamed(word, CHECKS))
    return isOff(setting) || (word === 'NODE_TLS_REJECT_UNAUTHORIZED' && value?.trim() === '0');
  if (isNamed(word, NO_CHECKS)) return isOn(setting);
  if (by === 'flag') return FLAGS_ONLY.has(word) && !(word === 'INSECURE' && !isOn(setting));
  if (by === 'key') return (word === 'VERIFY' && isOff(setting)) || (word === 'INSECURE' && isOn(setting));
  return word !== 'INSECURE' && isNamed(word, INSECURE) && isOn(setting);
}

/** Every address that the server is given is on this machine. */
function isLocal(server: Server): boolean {
  const endpoints = endpointsOf(server);
  return endpoints.length > 0 && endpoints.every(({ kind }) => kind === 'loopback');
}

const HOST_KEY = { proof: 'host key', instead: 'put the key of the host into `known_hosts`' };

function isSsh({ command }: Server): boolean {
  return programName(command?.value ?? '') === 'ssh';
}

function authority({ command }: Server): string {
  const program = programName(command?.value ?? '');
  if (OF_NODE.has(program)) return 'name your own authority in `NODE_EXTRA_CA_CERTS`';
  return OF_PYTHON.has(program) ? 'name your own authority in `SSL_CERT_FILE`' : "add your own authority to the system's list";
}
const OF_NODE = setOf('npx node npm pnpm bunx bun yarn');
const OF_PYTHON = setOf('uv uvx pip pipx python python3');
