import type { Fix } from '../../../core/finding.ts';
import type { Credential, SlotWhere } from '../../../core/model.ts';
import { inner } from '../../../core/node.ts';
import type { Place } from '../../../core/rule.ts';
import { setOf } from '../../../core/words.ts';
import { severityOf } from '../../../secrets/assign.ts';
import { kindOf } from '../../../secrets/kinds.ts';
import { matchAll } from '../../../secrets/patterns.ts';

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
export function thing(credential: Credential): string {
  const words = credential.class === 'test' ? `test-mode ${plainName(credential)}` : plainName(credential);
  return `${/^(?:[aei]|o(?!ne)|A(?!I7|I2)|E|I|O(?!ne)|RPC|SSH|npm|x[A-Z]|X )/.test(words) ? 'an' : 'a'} ${words}`;
}

/** First words of kinds that are no maker's. */
const COMMON = setOf('generic- password- token- bearer- basic- session- default-');

/** The name of the kind within a sentence. */
export function plainName({ name, kind }: Credential): string {
  const common = COMMON.has(kind.slice(0, kind.indexOf('-') + 1)) && !/^[A-Z]{2}/.test(name);
  return common ? name.charAt(0).toLowerCase() + name.slice(1) : name;
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

/** "Revoke it (…), then write … here." @param instead what to do where the client has no reference. */
export function advice(credential: Credential, instead?: string): string {
  const { slot } = credential;
  const first = revocation(credential);
  const reference = referenceFor(credential);
  if (reference) return `${first}, then write \`${reference}\` ${isWhole(credential) ? 'here' : 'as the whole value'}.`;
  if (!slot || credential.place === 'permission-rule') return `${first}, and remove it here.`;
  const client = credential.server?.format ?? credential.file.format;
  const name = variableOf(credential);
  const field = INDIRECT[client?.id ?? '']?.[slot.where];
  if (client && field) return `${first}, remove it here, and give ${client.name} the name of the variable (\`${name}\`) in \`${field}\`.`;
  if (instead) return `${first}, then ${instead}.`;
  if (client?.kind !== 'client' || !client.interpolation.certain || client.interpolation.write)
    return `${first}, and keep the new one out of the file.`;
  return `${first}, remove it here, and set \`${name}\` in the environment that ${client.name} starts from: it has no references.`;
}

/** Advice as the second half of a sentence. */
export function within(advice: string): string {
  return advice.charAt(0).toLowerCase() + advice.slice(1);
}

/** What to do first, without a full stop. */
export function revocation({ kind, revoke, class: own }: Credential): string {
  if (own === 'test') return 'Replace it';
  if (isPassword(kind)) return 'Change the password';
  return `Revoke it${revoke ? ` (${revoke})` : ' where it was issued'}`;
}

const isPassword = (kind: string) => kind.includes('password') || kind.includes('basic');

/** Clients that take a variable's name in a field of its own. */
const INDIRECT: Readonly<Record<string, Partial<Record<SlotWhere, string>>>> = {
  codex: { env: 'env_vars', header: 'env_http_headers', auth: 'bearer_token_env_var' },
  goose: { env: 'env_keys', header: 'env_keys' },
};

/** How this client takes the value from elsewhere at this place; null where it cannot, or nobody knows. */
function referenceFor(credential: Credential): string | null {
  const { slot, server, file } = credential;
  const interpolation = (server?.format ?? file.format)?.interpolation;
  if (!interpolation?.write || !interpolation.certain || !slot) return null;
  if (interpolation.fields !== 'all' && !interpolation.fields.includes(slot.where)) return null;
  return interpolation.write.replace('NAME', variableOf(credential));
}

/** A variable's value is replaced as a whole, so that the variable can be taken over as it is; elsewhere only the credential is. */
function isWhole({ slot, span }: Credential): boolean {
  if (slot?.where !== 'env') return true;
  const all = inner(slot.node);
  return span.start <= all.start && span.end >= all.end;
}

/** The variable to keep it in: the one that is here, the usual one of the kind, or one after the server. */
export function variableOf({ slot, server, kind, place }: Credential): string {
  const key = slot?.key ?? '';
  if (slot?.where === 'env' && /^[A-Za-z_][A-Za-z0-9_]{1,60}$/.test(key) && short(key) === key) return key;
  const usual = kindOf(kind)?.variables?.[0];
  if (usual) return usual;
  const base = short(server?.name ?? 'MCP')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  const word = isPassword(kind) ? 'PASSWORD' : kind.includes('key') && place !== 'url' ? 'API_KEY' : 'TOKEN';
  return `${/^[A-Z]/.test(base) ? base : 'MCP'}_${word}`;
}

/** Puts the reference in the place of the credential, where that is one replacement of plain text. */
export function fixOf(credential: Credential): Fix | null {
  const reference = referenceFor(credential);
  const { slot, source, span, place } = credential;
  if (!reference || !slot || slot.node.kind !== 'string' || !slot.node.quoted) return null;
  // A prompt (`${input:…}`) needs a declaration elsewhere; an encoded credential stands inside of its encoding.
  if (reference.includes('${input:') || credential.kind === 'basic-authentication') return null;
  if (place === 'reference-default' || place === 'reference-name') return null;
  const all = isWhole(credential) ? span : inner(slot.node);
  return { title: `Replace it by ${reference}`, safe: false, edits: [{ source, span: all, text: reference }] };
}

/** Names come from scanned text: on one line, short, and without a token that was put in the place of a name. */
export function short(text: string): string {
  // oxlint-disable-next-line no-control-regex
  let line = text.slice(0, 4096).replace(/[\u0000-\u001f\u007f`]/g, ' ');
  for (const { kind, value } of matchAll(line)) line = line.replaceAll(value, `${kind.mask ?? ''}…`);
  return line.length > 60 ? line.slice(0, 57) + '…' : line;
}

function lastKey(path: Credential['path']): string | null {
  const last = path?.at(-1);
  return typeof last === 'string' ? last : null;
}
