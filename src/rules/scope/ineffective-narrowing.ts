import type { Fix } from '../../core/finding.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import type { Narrowing } from '../../generated/servers.ts';
import { type KnownServer, knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Launch } from '../../resolve/launch-types.ts';
import { part, placeOf, spanOf } from '../../resolve/words.ts';

export default defineRule({
  id: 'ineffective-narrowing',
  family: 'scope',
  title: 'A switch that should narrow a server does nothing where it stands',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-693', 'CWE-1188'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05', 'PR.PS-01'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1104'],
    'csa-maestro': ['L6'],
  },
  messages: {
    container:
      '`{name}` of `{server}` in {client} never reaches the container, which gets no variable by itself. Add `-e {name}` before the image.',
    remote: '`{name}` of `{server}` in {client} does nothing: no program is started that could read it. {advice}.',
    header: 'The header `{name}` of `{server}` in {client} does nothing: a local server gets no headers. {advice}.',
    spelling: '`{server}` in {client} does not know `{written}`, so it is not narrowed. Write `{right}`.',
  },
  server(server, { report }) {
    const known = knownServer(server);
    // Registries and gateways have their own ways to bring a variable in.
    const { kind } = server.format;
    if (!known || known.confidence === 'low' || kind === 'registry' || kind === 'server' || kind === 'gateway') return;
    const launch = launchOf(server);
    const data = { server: server.name, client: server.format.name };
    for (const narrow of known.narrow) {
      const lost = lostWhere(server, launch, narrow);
      const slot =
        lost && (lost === 'header' ? server.headers : server.env).find(({ key }) => key?.toLowerCase() === narrow.name.toLowerCase());
      if (!lost || !slot) continue;
      const place = { at: slot.keyNode ?? slot.node, source: server.document.source, path: slot.path, server };
      if (lost === 'container') report({ ...place, message: lost, data: { ...data, name: narrow.name } });
      else report({ ...place, message: lost, data: { ...data, name: narrow.name, advice: adviceOf(known, lost) } });
    }
    for (const word of launch.args) {
      const equals = word.value.indexOf('=');
      const written = equals < 0 ? word.value : word.value.slice(0, equals);
      const right = misspelt(written, known);
      if (right === null) continue;
      const at = part(word, 0, written.length);
      const fix: Fix = { title: `Write ${right}`, safe: false, edits: [{ source: server.document.source, span: spanOf(at), text: right }] };
      report({ ...placeOf(server, at), message: 'spelling', confidence: 'medium', fix, data: { ...data, written, right } });
    }
  },
});

function lostWhere(server: Server, launch: Launch, { kind, name }: Narrowing): 'container' | 'remote' | 'header' | null {
  if (kind === 'header') return launch.kind !== 'url' && launch.hops.length > 0 ? 'header' : null;
  if (kind !== 'env' || !server.env.some(({ key }) => key === name)) return null;
  if (launch.kind === 'url') return launch.hops.length === 0 ? 'remote' : null;
  const { container } = launch;
  // Where the file names an image only, its platform makes the container and gives it the variables.
  if (!container || server.command?.node.value !== server.command?.value) return null;
  const passed = launch.env.some(pair => pair.name === name) || container.options.some(option => /^--env-(?:file|host)$/.test(option.name));
  return passed ? null : 'container';
}

/** What this server has instead, of the kind that works for the way it is reached. */
function adviceOf(known: KnownServer, lost: 'remote' | 'header'): string {
  const need = known.need[0];
  return (lost === 'remote' ? need?.remote : need?.local) ?? 'Remove it, and restrict the credential instead';
}

/** A flag that differs from a narrowing one only by its separators, in a way that no argument reader forgives. */
function misspelt(written: string, { narrow }: KnownServer): string | null {
  if (!written.startsWith('--') || written.length > 60) return null;
  const flags = narrow.filter(({ kind, name }) => kind === 'flag' && name.startsWith('--'));
  const right = flags.find(({ name }) => bare(name) === bare(written))?.name;
  if (right === undefined || flags.some(({ name }) => kebab(name) === kebab(written))) return null;
  return right;
}
const bare = (flag: string) => flag.replace(/[-_]/g, '').toLowerCase();
/** `--readOnly` and `--read-only` are the same to the usual readers. */
const kebab = (flag: string) => flag.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase());
