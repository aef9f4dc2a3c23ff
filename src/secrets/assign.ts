import type { Severity } from '../core/finding.ts';
import type { Credential } from '../core/model.ts';
import { kindOf } from './kinds.ts';

/** Rules that speak of one credential at one place. */
export type SecretRule =
  | 'private-key-material'
  | 'default-credential'
  | 'secret-as-reference-default'
  | 'secret-in-url'
  | 'secret-in-header'
  | 'secret-in-command-args'
  | 'secret-file-exposed'
  | 'hardcoded-known-secret'
  | 'hardcoded-generic-secret';

const PRIVATE_KEYS: ReadonlySet<string> = new Set([
  'pem-private-key',
  'pem-private-key-b64',
  'putty-key',
  'age-secret-key',
  'gcp-service-account',
  'ethereum-private-key',
  'ethereum-private-key-raw',
  'solana-private-key',
  'bip39-mnemonic',
  'nostr-nsec',
  'wireguard-key',
]);

/** Exactly one rule speaks of a credential: what it is decides before where it stands. @returns null for what need not be secret. */
export function ruleOf(credential: Credential): SecretRule | null {
  const { kind, place, known } = credential;
  if (credential.class === 'publishable') return null;
  if (credential.class === 'identifier' && kind !== 'aws-access-key-id') return null;
  // A page or an example shows a first password for the reader to change.
  if (credential.class === 'default') return isShown(credential) || credential.file.referencedBy ? null : 'default-credential';
  // A file of values is where they belong, as long as git does not know it.
  if (credential.file.referencedBy) return credential.file.tracked === null ? null : 'secret-file-exposed';
  if (PRIVATE_KEYS.has(kind)) return 'private-key-material';
  if (place === 'reference-default' || place === 'reference-name' || place === 'input-default') return 'secret-as-reference-default';
  if (place === 'url') return 'secret-in-url';
  if (place === 'header') return 'secret-in-header';
  if (place === 'arg' || place === 'command') return 'secret-in-command-args';
  return known ? 'hardcoded-known-secret' : 'hardcoded-generic-secret';
}

function isShown({ server, file }: Credential): boolean {
  const scope = server?.scope ?? file.scope;
  return scope === 'docs' || scope === 'example';
}

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/**
 * How bad it is: that of the kind, less for what opens little (test mode, soon over, encrypted, hashed), for what is less
 * sure, and for pages and examples.
 */
export function severityOf(credential: Credential): Severity {
  const { kind, known, slot } = credential;
  let level = ORDER.indexOf(kindOf(kind)?.severity ?? 'high');
  const most = (severity: Severity) => (level = Math.min(level, ORDER.indexOf(severity)));
  if (credential.class === 'test' || credential.class === 'identifier') most('low');
  if (credential.class === 'short-lived') most('high');
  if (credential.class === 'default') most(isLocal(credential) ? 'low' : 'medium');
  if (kind === 'google-api-key' && /GEMINI|GENERATIVE|VERTEX|GENAI|PALM/i.test(slot?.key ?? '')) level = ORDER.indexOf('high');
  if (kind === 'google-api-key' && /FIREBASE/i.test(slot?.key ?? '')) most('low');
  if (kind === 'pem-private-key' && isEncrypted(credential)) most('medium');
  if (known && credential.confidence !== 'high') most('high');
  // A bare `key` or `auth` beside something random may be anything.
  if (credential.confidence === 'medium' && /^generic-(?!password)/.test(kind)) most('medium');
  if (credential.confidence === 'low') most('low');
  if (isShown(credential)) most('medium');
  return ORDER[level]!;
}

/** A password of something on this machine, or in the same composition of containers: its host has no dot. */
function isLocal(credential: Credential): boolean {
  const after = credential.source.text.slice(credential.span.end, credential.span.end + 120);
  const host = /^@\[?([A-Za-z0-9._:-]+)/.exec(after)?.[1];
  if (host) return /^(?:localhost|127\.|0\.0\.0\.0|::1|host\.docker\.internal|[a-z0-9_-]+(?::|$))/i.test(host);
  const others = credential.server?.env.map(slot => slot.value).join(' ') ?? '';
  return /\b(?:localhost|127\.0\.0\.1|host\.docker\.internal)\b/.test(others);
}

function isEncrypted({ source, span }: Credential): boolean {
  return /ENCRYPTED/.test(source.text.slice(span.start, Math.min(span.end, span.start + 200)));
}
