import type { Confidence, Severity } from '../../core/finding.ts';
import type { Credential, Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import { parts } from '../../resolve/references.ts';
import type { Word } from '../../resolve/launch-types.ts';
import { part, placeOf, wordOf } from '../../resolve/words.ts';
import { kindOfHost } from '../network/shared/endpoints.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';
import { isOf, type Vendor, vendorOfKind, vendorOfServer, vendorOfVariable } from './shared/vendors.ts';

export default defineRule({
  id: 'credential-of-other-vendor',
  family: 'identity',
  title: 'A credential of one vendor is handed to a server of another',
  severity: 'high',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP01:2025', 'MCP07:2025'],
    'owasp-asi': ['ASI03', 'ASI04'],
    'owasp-nhi': ['NHI2:2025', 'NHI3:2025'],
    cwe: ['CWE-522', 'CWE-200'],
    'nist-csf': ['PR.AA-05', 'PR.DS-02'],
    'cosai-mcp': ['CoSAI-MCP-T1'],
    'mcp-spec': ['MCP-SPEC-AUTH-FOREIGN-TOKEN'],
    'csa-maestro': ['L7'],
  },
  messages: {
    vendor:
      '`{server}` in {client} is of {other} and is handed a credential of {vendor}. Take it out, and give it one that {other} issued.',
    host: '`{server}` in {client} sends a credential of {vendor} to `{host}`, which is none of its addresses. Take it out, or use a credential that the operator of `{host}` issued.',
  },
  credential(credential, { report }) {
    const { server, source, span, path, kind, known } = credential;
    const owner = known && server ? vendorOfKind(kind) : null;
    if (!owner || !server || credential.class === 'publishable' || credential.class === 'identifier') return;
    const found = judge(server, owner, isSent(credential));
    if (!found) return;
    const shown = { kind, class: credential.class, secret: credential.secret };
    const data = { server: server.name, client: clientOf(server.format), vendor: owner.name };
    const place = { at: span, source, path, server, credential: shown, ...weightOf(found, server) };
    if ('other' in found) report({ ...place, message: 'vendor', data: { ...data, other: found.other.name } });
    else report({ ...place, message: 'host', data: { ...data, host: found.host } });
  },
  server(server, { report }) {
    if (launchOf(server).kind !== 'url') return;
    const data = { server: server.name, client: clientOf(server.format) };
    for (const word of sentWords(server)) {
      for (const { kind, name, start, end } of parts(word.value.slice(0, 5000))) {
        const owner = kind === 'reference' && name ? vendorOfVariable(name) : null;
        const found = owner && judge(server, owner, true);
        if (!found) continue;
        const place = { ...placeOf(server, part(word, start, end)), ...weightOf(found, server) };
        if ('other' in found) report({ ...place, message: 'vendor', data: { ...data, vendor: owner.name, other: found.other.name } });
        else report({ ...place, message: 'host', data: { ...data, vendor: owner.name, host: found.host } });
      }
    }
  },
});

/** Headers and addresses of a remote server: what leaves the machine. */
function sentWords(server: Server): Word[] {
  const { headers, spec } = launchOf(server);
  return [...server.headers.map(wordOf), ...server.auth.map(wordOf), ...headers.map(({ word }) => word), ...(spec ? [spec] : [])];
}

/** Whether a remote server gets it; a local program of the chain gets what stands in its variables and arguments. */
function isSent({ place, server }: Credential): boolean {
  return (
    server !== null && launchOf(server).kind === 'url' && (place === 'header' || place === 'url' || place === 'auth' || place === 'arg')
  );
}

/** Who gets a vendor's credential that should not; null where it is the vendor itself or nobody knows. */
function judge(server: Server, owner: Vendor, sent: boolean): { other: Vendor } | { host: string } | null {
  const other = vendorOfServer(server);
  if (other) return other === owner ? null : { other };
  if (!sent) return null;
  const host = /^[a-z]{2,5}:\/\/(?:[^/?#@]{0,300}@)?([^/?#:]{1,200})/i.exec(launchOf(server).name)?.[1]?.toLowerCase();
  return host !== undefined && kindOfHost(host) === 'public' && !isOf(owner, host) ? { host } : null;
}

/** The two makers are known: sure. A host that nobody knows may be the owner's own. */
function weightOf(found: { other: Vendor } | { host: string }, server: Server): { severity: Severity; confidence: Confidence } {
  return 'other' in found
    ? { severity: weighedFor(server, 'high'), confidence: 'high' }
    : { severity: weighedFor(server, 'medium'), confidence: 'medium' };
}
