import type { ConfigFile } from '../core/model.ts';
import { Source } from '../core/source.ts';
import { EVIDENCE_PATHS, readEvidence } from '../governance/index.ts';
import { sample } from '../secrets/samples.ts';
import { candidatesFor } from './candidates.ts';
import { check } from './check.ts';
import { bind, type CustomRule } from './custom-rules.ts';
import type { Example } from './custom-rules-read.ts';
import { load } from './load.ts';
import { workspaceOf } from './workspace.ts';

/** What became of one example of a rule. */
export interface ExampleResult {
  readonly rule: string;
  readonly example: 'fires' | 'silent';
  /** 1-based within its list. */
  readonly number: number;
  readonly file: string;
  /** 1-based, in the configuration. */
  readonly line: number;
  readonly passed: boolean;
  /** Null where it passed. */
  readonly reason: string | null;
}

/** Runs the examples of each rule: those that have to fire and those that have to stay silent. @param today ISO date. */
export async function testRules(rules: readonly CustomRule[], today: string): Promise<ExampleResult[]> {
  const results: ExampleResult[] = [];
  for (const rule of rules) {
    for (const kind of ['fires', 'silent'] as const) {
      for (const [index, example] of rule.examples[kind].entries()) {
        const { source } = rule;
        const reason = await judge(rule, example, kind, today);
        const { line } = source.position(example.span.start);
        results.push({ rule: rule.id, example: kind, number: index + 1, file: source.path, line, passed: reason === null, reason });
      }
    }
  }
  return results;
}

/** @returns why the example is not as it should be. */
async function judge(rule: CustomRule, { files }: Example, kind: 'fires' | 'silent', today: string): Promise<string | null> {
  const evidence = new Map<string, Source>();
  const loaded: ConfigFile[] = [];
  for (const [path, raw] of files) {
    const text = withSamples(raw);
    if (typeof text !== 'string') return `There is no kind of credential \`${text.unknown}\`.`;
    const source = new Source(path, text);
    if (EVIDENCE_PATHS.includes(path)) evidence.set(path, source);
    else loaded.push(await load(source, candidatesFor(path), { explicit: true, tracked: null }));
  }
  const unread = loaded.find(({ format, state }) => format === null || state !== 'parsed');
  if (unread) return `Its file ${unread.path} ${unread.reason ?? 'is not read'}.`;
  const { ownership, governance } = (await readEvidence(evidence)).withFiles(loaded);
  const workspace = workspaceOf(loaded, ownership, { governance, today });
  const bound = bind([rule], workspace);
  const { findings, notices } = check(workspace, bound.rules);
  const [failure] = [...bound.notices(), ...notices];
  if (failure) return failure.message;
  const [finding] = findings;
  if (kind === 'fires') return finding ? null : 'The rule says nothing of it.';
  return finding ? `The rule speaks: ${finding.message}` : null;
}

/** `{{github-pat-classic}}` stands for a made-up credential of that kind, so that none has to be written down. */
function withSamples(text: string): string | { readonly unknown: string } {
  let unknown: string | null = null;
  const filled = text.replace(/\{\{([a-z0-9-]{1,60})\}\}/g, (whole, kind: string) => {
    try {
      return sample(kind);
    } catch {
      unknown ??= kind;
      return whole;
    }
  });
  return unknown === null ? filled : { unknown };
}
