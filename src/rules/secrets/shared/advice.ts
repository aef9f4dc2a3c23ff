import type { Fix } from '../../../core/finding.ts';
import type { Credential } from '../../../core/model.ts';
import type { Place } from '../../../core/rule.ts';
import { severityOf } from '../../../secrets/assign.ts';
import { kindOf } from '../../../secrets/kinds.ts';

/** The parts of a report that all rules about one credential share. */
export function placeOf(credential: Credential): Place & {
  credential: Pick<Credential, 'kind' | 'class' | 'secret'>;
  severity: ReturnType<typeof severityOf>;
  confidence: Credential['confidence'];
} {
  const { kind, secret, span, source, path, server, file, confidence } = credential;
  const format = server?.format ?? file.format;
  return {
    at: span,
    source,
    path,
    server,
    format: format?.id ?? null,
    credential: { kind, class: credential.class, secret },
    severity: severityOf(credential),
    confidence,
  };
}

/** "a GitHub OAuth access token", "an API key". */
export function thing({ name, known, class: own }: Credential): string {
  const plain = known || /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
  const words = own === 'test' ? `test-mode ${plain}` : plain;
  return `${/^(?:[aeio]|A(?!I7|I2)|E|I|O(?!ne)|RPC|SSH|npm|N8|X )/.test(words) ? 'an' : 'a'} ${words}`;
}

/** "`GITHUB_TOKEN` of `github`", "the arguments of `neon`", "a comment". */
export function where(credential: Credential): string {
  const { slot, server, place, path } = credential;
  const key = slot?.key ?? lastKey(path);
  const of = server ? ` of \`${short(server.name)}\`` : '';
  switch (place) {
    case 'comment':
      return 'A comment';
    case 'raw-text':
      return 'This text, which does not parse,';
    case 'permission-rule':
      return 'A permission rule';
    case 'arg':
      return `An argument${of}`;
    case 'command':
      return `The command${of}`;
    default:
      return slot?.where === 'arg' || key === null ? (server ? `An argument${of}` : 'This value') : `\`${short(key)}\`${of}`;
  }
}

/** "Revoke it at …, then write … here." @param instead what to do where the client has no reference. */
export function advice(credential: Credential, instead?: string): string {
  const { revoke, class: own } = credential;
  const first = own === 'test' ? 'Replace it' : `Revoke it${revoke ? ` (${revoke})` : ' where it was issued'}`;
  const reference = referenceFor(credential);
  if (reference) return `${first}, then write \`${reference}\` here.`;
  if (instead) return `${first}, then ${instead}.`;
  const client = credential.server?.format ?? credential.file.format;
  const name = variableOf(credential);
  if (!client || client.kind !== 'client' || !client.interpolation.certain) return `${first}, and keep the new one out of the file.`;
  return `${first}, remove it here, and set \`${name}\` in the environment that ${client.name} starts from: it has no references.`;
}

/** How this client takes the value from elsewhere at this place; null where it cannot, or nobody knows. */
export function referenceFor(credential: Credential): string | null {
  const { slot, server, file } = credential;
  const interpolation = (server?.format ?? file.format)?.interpolation;
  if (!interpolation?.write || !interpolation.certain || !slot) return null;
  if (interpolation.fields !== 'all' && !interpolation.fields.includes(slot.where)) return null;
  return interpolation.write.replace('NAME', variableOf(credential));
}

/** The variable to keep it in: the one that is here, the usual one of the kind, or one after the server. */
export function variableOf({ slot, server, kind }: Credential): string {
  const key = slot?.key ?? '';
  if (slot?.where === 'env' && /^[A-Za-z_][A-Za-z0-9_]{1,60}$/.test(key)) return key;
  const usual = kindOf(kind)?.variables?.[0];
  if (usual) return usual;
  const base = (server?.name ?? 'MCP')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  const kindWord = /password/.test(kind) ? 'PASSWORD' : /key/.test(kind) ? 'API_KEY' : 'TOKEN';
  return `${/^[A-Z]/.test(base) ? base : 'MCP'}_${kindWord}`;
}

/** Puts the reference in the place of the credential, where that is one replacement of plain text. */
export function fixOf(credential: Credential): Fix | null {
  const reference = referenceFor(credential);
  const { slot, source, span, place } = credential;
  if (!reference || !slot || slot.node.kind !== 'string' || !slot.node.quoted) return null;
  // A prompt (`${input:…}`) needs a declaration elsewhere; an encoded credential stands inside of its encoding.
  if (reference.includes('${input:') || credential.kind === 'basic-authentication') return null;
  if (place === 'reference-default' || place === 'reference-name') return null;
  return { title: `Replace it by ${reference}`, safe: false, edits: [{ source, span, text: reference }] };
}

/** Names come from scanned text: short, and on one line. */
export function short(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f`]/g, ' ');
  return line.length > 60 ? line.slice(0, 57) + '…' : line;
}

function lastKey(path: Credential['path']): string | null {
  const last = path?.at(-1);
  return typeof last === 'string' ? last : null;
}
