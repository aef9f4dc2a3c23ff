import { CONFIDENCES, SEVERITIES, type Confidence, type Severity } from '../core/finding.ts';
import { entry, type Entry, inner, type MapNode, type Node } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { parse } from '../syntax/index.ts';
import type { CustomRule, OwnRules } from './custom-rules-read.ts';
import { FAIL_ON, PROFILES, type Profile, SETTINGS } from './config-keys.ts';
import { didYouMean } from './near.ts';

/** Names of the configuration at the root, first match used. */
export const CONFIG_NAMES = ['postern.yaml', 'postern.yml', '.postern.yaml', '.postern.yml'] as const;

export interface RuleSetting {
  readonly enabled: boolean | null;
  readonly severity: Severity | null;
}
/** An accepted finding: all that is given has to fit. */
export interface IgnoreEntry {
  readonly rules: readonly string[];
  /** Glob relative to the configuration's folder, or null for every file. */
  readonly file: string | null;
  readonly server: string | null;
  readonly reason: string;
  /** ISO date: the last day on which it counts. */
  readonly expires: string | null;
  readonly span: Span;
}
export interface Config {
  readonly source: Source | null;
  /** Way from the configuration's folder down to the root with a closing `/`, '' where they are the same: globs start there. */
  readonly prefix: string;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly ignore: readonly IgnoreEntry[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly failOn: Severity | 'never' | null;
  readonly minSeverity: Severity | null;
  readonly minConfidence: Confidence | null;
  readonly profile: Profile | null;
  readonly manifest: string | null;
  /** Rules of one's own, checked. */
  readonly customRules: readonly CustomRule[];
}
export const NO_CONFIG: Config = {
  source: null,
  prefix: '',
  rules: new Map(),
  ignore: [],
  include: [],
  exclude: [],
  failOn: null,
  minSeverity: null,
  minConfidence: null,
  profile: null,
  manifest: null,
  customRules: [],
};

/** Faults of the configuration, one line each, `file:line:column: what to change` (1-based). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

interface Fault {
  readonly span: Span;
  readonly message: string;
  /** The line with carets under the place. */
  readonly frame?: string;
}

/** Reads postern.yaml. @param ruleIds all known rules. @param prefix see {@link Config}. @throws ConfigError naming every fault with its place. */
export async function parseConfig(source: Source, ruleIds: ReadonlySet<string>, prefix = ''): Promise<Config> {
  const documents = await parse(source, source.path.endsWith('.json') ? 'json' : 'yaml');
  const [document] = documents;
  const faults: Fault[] = (document?.problems ?? [])
    .filter(({ level, code }) => level === 'error' || code === 'duplicate-key')
    .map(({ span, message }) => ({ span, message }));
  if (documents.length > 1)
    faults.push({ span: documents[1]!.span, message: 'The configuration is one document. Remove the `---` between them.' });
  const own = await readOwnRules(document?.root, source);
  faults.push(...own.faults);
  const reader = new Reader(new Set([...ruleIds, ...own.ids]), faults);
  const config = { ...reader.config(document?.root, source), prefix, customRules: own.rules };
  if (faults.length === 0) return config;
  const lines = faults
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ span, message, frame }) => {
      const { line, column } = source.position(span.start);
      return `${source.path}:${line}:${column}: ${message}${frame === undefined ? '' : `\n${frame}`}`;
    });
  throw new ConfigError([...new Set(lines)].join('\n'));
}

/** The language of conditions is loaded only where there are any. */
async function readOwnRules(root: Node | undefined, source: Source): Promise<OwnRules> {
  const node = entry(root, 'custom-rules')?.value;
  return node ? (await import('./custom-rules-read.ts')).readCustomRules(node, source) : { rules: [], ids: [], faults: [] };
}

class Reader {
  readonly #rules: ReadonlySet<string>;
  readonly #faults: Fault[];

  constructor(rules: ReadonlySet<string>, faults: Fault[]) {
    this.#rules = rules;
    this.#faults = faults;
  }

  config(root: Node | undefined, source: Source): Config {
    if (root === undefined || root.kind === 'null') return { ...NO_CONFIG, source };
    const at = this.#map(root, 'the configuration', SETTINGS);
    return {
      ...NO_CONFIG,
      source,
      rules: this.#ruleSettings(at('rules')?.value),
      ignore: this.#items(at('ignore')?.value, '`ignore`').flatMap(item => this.#ignoreEntry(item) ?? []),
      include: this.#texts(at('include')?.value, '`include`'),
      exclude: this.#texts(at('exclude')?.value, '`exclude`'),
      failOn: this.#choice(at('fail-on')?.value, FAIL_ON, '`fail-on`'),
      minSeverity: this.#choice(at('min-severity')?.value, SEVERITIES, '`min-severity`'),
      minConfidence: this.#choice(at('min-confidence')?.value, CONFIDENCES, '`min-confidence`'),
      profile: this.#choice(at('profile')?.value, PROFILES, '`profile`'),
      manifest: this.#text(at('manifest')?.value, '`manifest`'),
    };
  }

  #ruleSettings(node: Node | undefined): Map<string, RuleSetting> {
    const settings = new Map<string, RuleSetting>();
    if (node === undefined || node.kind === 'null') return settings;
    if (node.kind !== 'map') {
      this.#fault(node, '`rules` takes one line for each rule, such as `owner-missing: off`.');
      return settings;
    }
    for (const { key, value } of node.entries) {
      this.#knownRule(key, key.value);
      settings.set(key.value, this.#ruleSetting(value, key.value));
    }
    return settings;
  }

  #ruleSetting(node: Node, rule: string): RuleSetting {
    const text = node.kind === 'string' ? node.value : null;
    if (text === 'off' || (node.kind === 'boolean' && node.value === false)) return { enabled: false, severity: null };
    if (text === 'on' || (node.kind === 'boolean' && node.value === true)) return { enabled: true, severity: null };
    if (node.kind !== 'map') return { enabled: null, severity: this.#choice(node, SEVERITIES, `\`${rule}\``, ['on', 'off']) };
    const at = this.#map(node, `the rule \`${rule}\``, ['enabled', 'severity']);
    const enabled = at('enabled')?.value;
    if (enabled && enabled.kind !== 'boolean') this.#fault(enabled, '`enabled` is true or false.');
    return {
      enabled: enabled?.kind === 'boolean' ? enabled.value === true : null,
      severity: this.#choice(at('severity')?.value, SEVERITIES, '`severity`'),
    };
  }

  #ignoreEntry(node: Node): IgnoreEntry | null {
    if (node.kind !== 'map') {
      this.#fault(node, 'Each entry of `ignore` has `rule`, `file` and `reason`.');
      return null;
    }
    const at = this.#map(node, 'an entry of `ignore`', ['rule', 'file', 'server', 'reason', 'expires']);
    const rule = at('rule')?.value;
    const named = rule?.kind === 'seq' ? rule.items : rule ? [rule] : [];
    const rules: string[] = [];
    for (const item of named) {
      const id = this.#text(item, '`rule`');
      if (id !== null) {
        this.#knownRule(item, id);
        rules.push(id);
      }
    }
    if (named.length === 0)
      this.#fault(node, 'This entry of `ignore` names no rule. Add `rule: <id>`; there is no way to ignore everything.');
    const reason = this.#text(at('reason')?.value, '`reason`');
    if (reason === null && at('reason') === undefined) {
      this.#fault(node, 'This entry of `ignore` gives no reason. Add `reason:` so that the next reader can judge it.');
    }
    const file = this.#text(at('file')?.value, '`file`');
    const server = this.#text(at('server')?.value, '`server`');
    return { rules, file, server, reason: reason ?? '', expires: this.#date(at('expires')?.value), span: node.span };
  }

  #date(node: Node | undefined): string | null {
    const text = this.#text(node, '`expires`');
    if (text === null || isDate(text)) return text;
    this.#fault(node!, '`expires` is a day such as 2027-01-31.');
    return null;
  }

  #knownRule(node: Node, id: string): void {
    if (!this.#rules.has(id)) this.#fault(node, `There is no rule \`${shown(id)}\`.${didYouMean(id, this.#rules)} See \`postern rules\`.`);
  }

  /** Names every key that is none of the known ones. @returns a look-up; the last of doubled keys wins. */
  #map<const K extends string>(node: Node, what: string, keys: readonly K[]): (key: K) => Entry | undefined {
    if (node.kind !== 'map') {
      this.#fault(node, `Here ${what} has to be lines of \`key: value\`.`);
      return () => undefined;
    }
    for (const { key } of node.entries) {
      if (keys.includes(key.value as K)) continue;
      const close = didYouMean(key.value, keys);
      this.#fault(key, `\`${shown(key.value)}\` is no key of ${what}.${close || ` Known keys: ${keys.join(', ')}.`}`);
    }
    return key => (node satisfies MapNode).entries.findLast(item => item.key.value === key);
  }

  #items(node: Node | undefined, what: string): readonly Node[] {
    if (node === undefined || node.kind === 'null') return [];
    if (node.kind === 'seq') return node.items;
    this.#fault(node, `${what} takes a list.`);
    return [];
  }

  #texts(node: Node | undefined, what: string): string[] {
    const items = node?.kind === 'string' ? [node] : this.#items(node, what);
    return items.flatMap(item => this.#text(item, `An entry of ${what}`) ?? []);
  }

  #text(node: Node | undefined, what: string): string | null {
    if (node === undefined) return null;
    if (node.kind === 'string' && node.value.trim() !== '') return node.value;
    this.#fault(node, `${what} has to be a text that is not empty.`);
    return null;
  }

  #choice<const T extends string>(node: Node | undefined, values: readonly T[], what: string, also: readonly string[] = []): T | null {
    if (node === undefined) return null;
    const text = node.kind === 'string' ? node.value : null;
    const found = values.find(value => value === text);
    if (found !== undefined) return found;
    const all = [...also, ...values];
    this.#fault(node, `${what} is one of ${all.join(', ')}.${text === null ? '' : didYouMean(text, all)}`);
    return null;
  }

  #fault(at: Node, message: string): void {
    this.#faults.push({ span: inner(at), message });
  }
}

/** An ISO day that the calendar has. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Keeps a message on one line and out of the terminal's controls, whatever the key holds. */
function shown(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return plain.length > 60 ? plain.slice(0, 60) + '…' : plain;
}
