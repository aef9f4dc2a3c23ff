import { CONFIDENCES, type Confidence, FAMILIES, type Family, SEVERITIES, type Severity } from '../core/finding.ts';
import { entry, inner, type MapNode, type Node, type StringNode, toJS } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { compile, type Expression } from './custom-rules-cel.ts';
import { type Subject, SUBJECTS, typeOfPath } from './custom-rules-fields.ts';
import { frameOf, holdsCredential, placeIn } from './custom-rules-frame.ts';
import { didYouMean } from './near.ts';

/** A rule of one's own, as `custom-rules` of the configuration writes it. */
export interface CustomRule {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly subject: Subject;
  readonly when: Expression;
  readonly whenNode: StringNode;
  readonly at: At;
  readonly message: Template;
  readonly hint: Template | null;
  readonly tags: readonly string[];
  readonly examples: { readonly fires: readonly Example[]; readonly silent: readonly Example[] };
  readonly source: Source;
}
export const PLACES = ['name', 'command', 'url', 'target'] as const;
/** Which part of a server its findings point at. */
export type At = (typeof PLACES)[number];
/** Text and ways into the view (`['server', 'target', 'name']`) by turns. */
export type Template = readonly (string | readonly string[])[];
/** A small repository: its files by path below the root. */
export interface Example {
  readonly files: ReadonlyMap<string, string>;
  readonly span: Span;
}
export interface RuleFault {
  readonly span: Span;
  readonly message: string;
  /** The line of an expression with carets under the fault. */
  readonly frame?: string;
}
/** All of `custom-rules`; `ids` are also those of rules with faults. */
export interface OwnRules {
  readonly rules: readonly CustomRule[];
  readonly ids: readonly string[];
  readonly faults: readonly RuleFault[];
}

export const KEYS = [
  'id',
  'title',
  'family',
  'severity',
  'confidence',
  'for',
  'when',
  'at',
  'message',
  'fix-hint',
  'tags',
  'examples',
] as const;
export const ID =
  /^(?:custom-[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,8}|[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,4}\/[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,8})$/;
const TAG = /^[a-z0-9][a-z0-9/.-]{0,59}$/;
const MOST_RULES = 200;
const MOST_EXAMPLES = 20;

/** Reads `custom-rules`. Every fault stands at its place, those of an expression inside of it. */
export function readCustomRules(node: Node, source: Source): OwnRules {
  const reader = new RuleReader(source);
  const rules: CustomRule[] = [];
  if (node.kind === 'null') return { rules, ids: [], faults: [] };
  if (node.kind !== 'seq') return { rules, ids: [], faults: [{ span: inner(node), message: '`custom-rules` takes a list of rules.' }] };
  if (node.items.length > MOST_RULES)
    return { rules, ids: [], faults: [{ span: inner(node), message: `There can be ${MOST_RULES} rules of one's own.` }] };
  const seen = new Set<string>();
  for (const item of node.items) {
    const rule = reader.rule(item);
    if (!rule) continue;
    if (seen.has(rule.id)) reader.fault(item, `There are two rules \`${rule.id}\`.`);
    seen.add(rule.id);
    rules.push(rule);
  }
  const ids = node.items.flatMap(item => {
    const id = entry(item, 'id')?.value;
    return id?.kind === 'string' ? id.value : [];
  });
  return { rules, ids, faults: reader.faults };
}

class RuleReader {
  readonly faults: RuleFault[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  fault(at: Node, message: string): null {
    this.faults.push({ span: inner(at), message });
    return null;
  }

  rule(node: Node): CustomRule | null {
    if (node.kind !== 'map') return this.fault(node, 'Each rule has lines of `key: value`, such as `id`, `for`, `when` and `message`.');
    this.#keys(node, 'a rule', KEYS);
    const before = this.faults.length;
    const id = this.#line(node, 'id', 100);
    if (id && !ID.test(id.value))
      this.fault(id, 'The `id` of a rule of your own has your name in front, `acme/…` or `custom-…`, in small letters, digits and `-`.');
    const title = this.#line(node, 'title', 100);
    if (title?.value.endsWith('.')) this.fault(title, 'The `title` has no full stop at its end.');
    const family = this.#choice(node, 'family', FAMILIES);
    const severity = this.#choice(node, 'severity', SEVERITIES);
    const confidence = this.#choice(node, 'confidence', CONFIDENCES);
    const subject = this.#choice(node, 'for', SUBJECTS);
    const whenNode = this.#text(node, 'when', 8000);
    const when = subject && whenNode ? this.#expression(whenNode, subject) : null;
    const at = entry(node, 'at') ? this.#choice(node, 'at', PLACES) : 'name';
    if (subject && subject !== 'server' && entry(node, 'at')) this.fault(entry(node, 'at')!.key, '`at` is for rules about servers.');
    const message = this.#template(node, 'message', subject);
    const hint = entry(node, 'fix-hint') ? this.#template(node, 'fix-hint', subject) : null;
    const tags = this.#tags(entry(node, 'tags')?.value);
    const examples = this.#examples(node);
    if (
      this.faults.length > before ||
      !id ||
      !title ||
      !family ||
      !severity ||
      !confidence ||
      !subject ||
      !when ||
      !whenNode ||
      !at ||
      !message
    )
      return null;
    return {
      id: id.value,
      title: title.value,
      family,
      severity,
      confidence,
      subject,
      when,
      whenNode,
      at,
      message,
      hint,
      tags,
      examples,
      source: this.#source,
    };
  }

  #expression(node: StringNode, subject: Subject): Expression | null {
    const made = compile(node.value, subject);
    if (!Array.isArray(made)) return made as Expression;
    for (const { span: part, message } of made) {
      const span = placeIn(node, part);
      const frame = frameOf(this.#source, span);
      this.faults.push({ span, message, ...(frame === null ? {} : { frame }) });
    }
    return null;
  }

  #template(node: MapNode, key: string, subject: Subject | null): Template | null {
    const text = this.#line(node, key, 500);
    if (!text) return null;
    const template: (string | string[])[] = [];
    let from = 0;
    for (const match of text.value.matchAll(/\{([^{}]{0,100})\}/g)) {
      const way = match[1]!.split('.');
      const place = { start: match.index, end: match.index + match[0].length };
      template.push(text.value.slice(from, place.start), way);
      from = place.end;
      if (!subject) continue;
      const type = way[0] === subject || way[0] === 'today' ? typeOfPath(way) : null;
      if (type === null || !PRINTED.has(type)) {
        const message =
          type === null
            ? `\`{${way.join('.')}}\` is no field of \`${subject}\`.`
            : `\`{${way.join('.')}}\` is more than one text. Name one of its fields.`;
        this.faults.push({ span: placeIn(text, place), message });
      }
    }
    return [...template, text.value.slice(from)];
  }

  #tags(node: Node | undefined): string[] {
    if (!node || node.kind === 'null') return [];
    if (node.kind !== 'seq' || node.items.length > 10) {
      this.fault(node, '`tags` takes a list of at most ten words.');
      return [];
    }
    return node.items.flatMap(item => {
      if (item.kind === 'string' && TAG.test(item.value)) return item.value;
      this.fault(item, 'A tag is a word of small letters, digits, `-`, `.` and `/`.');
      return [];
    });
  }

  #examples(rule: MapNode): CustomRule['examples'] {
    const node = entry(rule, 'examples')?.value;
    if (node?.kind !== 'map') {
      this.fault(node ?? rule, 'A rule has `examples` with `fires` and `silent`, so that `postern rules --test` can hold it to them.');
      return { fires: [], silent: [] };
    }
    this.#keys(node, '`examples`', ['fires', 'silent']);
    const list = (key: 'fires' | 'silent'): Example[] => {
      const items = entry(node, key)?.value;
      if (items?.kind === 'seq' && items.items.length > 0 && items.items.length <= MOST_EXAMPLES)
        return items.items.flatMap(item => this.#example(item) ?? []);
      this.fault(items ?? node, `\`${key}\` lists at least one example and at most ${MOST_EXAMPLES}.`);
      return [];
    };
    return { fires: list('fires'), silent: list('silent') };
  }

  #example(node: Node): Example | null {
    const one = (file: string, text: string): Example => ({ files: new Map([[file, text]]), span: node.span });
    if (node.kind === 'string') return one('.mcp.json', node.value);
    if (node.kind !== 'map') return this.fault(node, 'An example is a server entry, the text of a `.mcp.json`, or `files` by their paths.');
    const files = entry(node, 'files')?.value;
    if (files === undefined) return one('.mcp.json', JSON.stringify({ mcpServers: { example: toJS(node) } }, null, 2));
    this.#keys(node, 'an example', ['files']);
    const texts = new Map<string, string>();
    for (const { key, value } of files.kind === 'map' ? files.entries : []) {
      if (value.kind !== 'string' || key.value === '' || key.value.startsWith('/') || key.value.split('/').includes('..'))
        return this.fault(key, 'Each of `files` is a path below the root with the text of the file.');
      texts.set(key.value, value.value);
    }
    return texts.size > 0
      ? { files: texts, span: node.span }
      : this.fault(files, '`files` has at least one path with the text of the file.');
  }

  #keys(node: MapNode, what: string, keys: readonly string[]): void {
    for (const { key } of node.entries) {
      if (keys.includes(key.value)) continue;
      this.fault(key, `This is no key of ${what}.${didYouMean(key.value.slice(0, 40), keys) || ` Known keys: ${keys.join(', ')}.`}`);
    }
  }

  #choice<const T extends string>(node: MapNode, key: string, values: readonly T[]): T | null {
    const value = entry(node, key)?.value;
    const found = values.find(one => value?.kind === 'string' && one === value.value);
    if (found !== undefined) return found;
    const close = value?.kind === 'string' ? didYouMean(value.value.slice(0, 40), values) : '';
    return this.fault(value ?? node, `\`${key}\` is one of ${values.join(', ')}.${close}`);
  }

  /** A text on one line that ends up in reports. */
  #line(node: MapNode, key: string, most: number): StringNode | null {
    const text = this.#text(node, key, most);
    // oxlint-disable-next-line no-control-regex
    if (text && /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text.value.trimEnd()))
      return this.fault(text, `\`${key}\` is one line without control characters.`);
    return text;
  }

  #text(node: MapNode, key: string, most: number): StringNode | null {
    const value = entry(node, key)?.value;
    if (value?.kind !== 'string' || value.value.trim() === '')
      return this.fault(value ?? node, value ? `\`${key}\` has to be a text that is not empty.` : `This rule has no \`${key}\`.`);
    if (value.value.length > most) return this.fault(value, `\`${key}\` has more than ${most} letters.`);
    if (holdsCredential(value.value))
      return this.fault(value, `\`${key}\` holds a credential. Take it out and revoke it; a rule asks for kinds.`);
    return value;
  }
}

/** Types that a message can show. */
const PRINTED: ReadonlySet<string> = new Set(['string', 'bool', 'int', 'list<string>']);
