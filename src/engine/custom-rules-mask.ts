import type { Credential, Slot, Workspace } from '../core/model.ts';
import type { Source, Span } from '../core/source.ts';
import type { Word } from '../resolve/launch-types.ts';
import { stateOf } from '../resolve/references.ts';
import { spanOf } from '../resolve/words.ts';
import { meaningOf } from '../secrets/names.ts';
import { type Shown, shownOf } from './inventory/shown.ts';

const HIDDEN = '…';
const TELLING: ReadonlySet<string> = new Set(['secret', 'password', 'cookie', 'weak']);
/** Says nothing, whatever it stands under. */
const PLAIN = /^(?:true|false|on|off|yes|no|all|none)$/i;

/** Texts of scanned files as an expression and a message may have them. */
export interface Masked extends Shown {
  /** A slot's value: each credential in it by its mask, a literal under a name that speaks of a secret hidden. */
  slot(slot: Slot, source: Source): string;
  word(word: Word, source: Source): string;
}

/** @param workspace its credentials are what is masked, wherever they stand. */
export function maskedOf({ credentials }: Workspace): Masked {
  const shown = shownOf(credentials);
  const bySource = new Map<Source, Credential[]>();
  for (const credential of credentials) {
    const list = bySource.get(credential.source);
    if (list) list.push(credential);
    else bySource.set(credential.source, [credential]);
  }
  const spans = new WeakMap<Slot, readonly Credential[]>();
  const held = (slot: Slot, source: Source): readonly Credential[] => {
    let found = spans.get(slot);
    if (!found) spans.set(slot, (found = touching(bySource.get(source) ?? [], slot.node.span)));
    return found;
  };
  const cut = (slot: Slot, source: Source, text: string, span: Span): string => {
    const inside = held(slot, source).filter(one => one.span.start < span.end && span.start < one.span.end);
    if (inside.length > 0) {
      const [only] = inside;
      // One plain stretch can be shown with what stands around it; anything else only as hidden.
      const value = only!.source.slice(only!.span);
      const at = inside.length === 1 ? text.indexOf(value) : -1;
      return at < 0 || value === ''
        ? HIDDEN
        : shown.name(text.slice(0, at)) + only!.secret.mask + shown.name(text.slice(at + value.length));
    }
    if (slot.key !== null && TELLING.has(meaningOf(slot.key)) && !PLAIN.test(text)) {
      const state = stateOf(text);
      if (state === 'literal' || state === 'mixed') return HIDDEN;
    }
    return shown.name(text);
  };
  return {
    ...shown,
    slot: (slot, source) => cut(slot, source, slot.value, slot.node.span),
    word: (word, source) => cut(word.slot, source, word.value, spanOf(word)),
  };
}

/** @param sorted by place, none inside of another. */
function touching(sorted: readonly Credential[], { start, end }: Span): Credential[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.span.end <= start) low = middle + 1;
    else high = middle;
  }
  const found: Credential[] = [];
  for (let at = low; at < sorted.length && sorted[at]!.span.start < end; at++) found.push(sorted[at]!);
  return found;
}
