import { compileGlob } from '../../core/glob.ts';
import type { Control, Server } from '../../core/model.ts';
import { inner } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { labelAt, labelIn, placeOfServer } from '../../governance/place.ts';
import { allowedRegistries, entryFor, governed, policyOf } from '../../governance/policy.ts';
import { launchOf } from '../../resolve/launch.ts';
import { programName } from '../../resolve/words.ts';
import { weighedFor } from '../network/shared/weight.ts';

export default defineRule({
  id: 'policy-conflict',
  family: 'drift',
  title: 'A project uses what its organisation does not allow',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-863'],
    'owasp-mcp': ['MCP09:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['PR.PS-05', 'GV.PO-01'],
    'nist-ai-rmf': ['GOVERN 1.4'],
    'owasp-aisvs': ['v1.0-C10.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T11'],
    'csa-maestro': ['L6'],
  },
  messages: {
    client: '`{id}` is approved for {clients}, and this is {client}. Take `{server}` out of this file, or get this client approved.',
    denied: '`{server}` is denied by {file} (`{key}`) and set up here. Take it out.',
    host: '`{server}` goes to {host}, which the policy does not list in `allowed_hosts`. Take it out, or have the host added.',
    launcher:
      '`{server}` is started by `{program}`, which the policy does not list in `allowed_launchers`. Start it in another way, or have it added.',
    registry:
      '`{server}` runs the image `{image}` of {host}, which the policy does not list in `allowed_registries`. Take it from one that is listed, or have this one added.',
    unlisted: '`{server}` is not among the servers that {file} allows (`{key}`). Take it out, or get it allowed there.',
  },
  workspace({ servers, controls, governance }, { report }) {
    const managed = controls.filter(({ scope, honoured, servers: named }) => scope === 'managed' && honoured && named);
    for (const server of servers) {
      if (!governed(server) || !server.enabled) continue;
      const record = entryFor(governance, server);
      const clients = record?.data.approved_clients;
      const { id: client, kind } = server.format;
      const place = { ...placeOfServer(server), severity: weighedFor(server, 'high') };
      if (record && clients && kind === 'client' && !clients.some(one => isClient(client, one))) {
        const data = { id: record.data.id, clients: clients.join(', '), client: server.format.name, server: server.name };
        report({ ...place, message: 'client', data, related: [labelIn(record, 'the clients that are approved', 'approved_clients')] });
      }
      if (governance?.manifest) {
        const policy = policyOf(governance.manifest);
        const related = [labelAt(governance.manifest, 'the policy', 'policy')];
        const host = hostOf(server);
        if (policy.allowed_hosts && host !== null && !policy.allowed_hosts.some(one => compileGlob(one.toLowerCase())(host)))
          report({ ...place, message: 'host', data: { server: server.name, host }, related });
        const program = server.command ? programName(server.command.value) : null;
        if (policy.allowed_launchers && program && !policy.allowed_launchers.includes(program))
          report({ ...place, message: 'launcher', data: { server: server.name, program: program.slice(0, 60) }, related });
        const allowed = allowedRegistries(governance);
        const image = allowed && launchOf(server).artifacts.find(({ kind, name }) => kind === 'oci' && imageHost(name) !== null);
        const from = image ? imageHost(image.name) : null;
        if (image && from !== null && !allowed(from))
          report({ ...place, message: 'registry', data: { server: server.name, image: image.name.slice(0, 200), host: from }, related });
      }
      if (server.scope === 'managed') continue;
      for (const control of managed) {
        if (control.format.name !== server.format.name) continue;
        const message = verdict(control, server);
        if (message === null) continue;
        const { source } = control.document;
        const related = [{ source, span: inner(control.node), text: 'the list' }];
        report({ ...place, message, related, data: { server: server.name, file: source.path, key: control.key } });
      }
    }
  },
});

/** Host of the address that a server really goes to, lower case, without port; null where there is none or a variable makes it. */
function hostOf(server: Server): string | null {
  const { kind, name } = launchOf(server);
  const match = kind === 'url' ? /^[a-z]{2,5}:\/\/(?:[^/?#@]{0,300}@)?([a-z0-9.-]{1,253})(?:[:/?#]|$)/i.exec(name) : null;
  return match ? match[1]!.toLowerCase() : null;
}

/** Registry of an image, Docker's own where its name says none; null where a variable decides or nothing names one. */
function imageHost(name: string): string | null {
  if (name === '' || /[$%{<]/.test(name)) return null;
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first.toLowerCase() : 'docker.io';
}

/** `claude-code` stands for all of the product's files. */
function isClient(format: string, approved: string): boolean {
  const wanted = approved.toLowerCase().replaceAll(/[ _]/g, '-');
  return format === wanted || format.startsWith(wanted + '-');
}

/** Only a list that names all of its servers can leave one out. */
function verdict({ kind, servers: named = [], value }: Control, { name }: Server): 'denied' | 'unlisted' | null {
  if (kind === 'deny-servers') return named.includes(name) ? 'denied' : null;
  const whole = /^(\d{1,6}) servers?$/.exec(value);
  return kind === 'allow-servers' && whole && Number(whole[1]) === named.length && !named.includes(name) ? 'unlisted' : null;
}
