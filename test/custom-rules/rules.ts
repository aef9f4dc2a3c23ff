import { expect } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { check } from '../../src/engine/check.ts';
import { type Config, ConfigError, parseConfig } from '../../src/engine/config.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { type Fields, TYPES } from '../../src/engine/custom-rules-fields.ts';
import { bind, type CustomRule } from '../../src/engine/custom-rules.ts';
import { load } from '../../src/engine/load.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import { readEvidence } from '../../src/governance/index.ts';

/** The text of a configuration with one rule. @param more keys that replace or, as undefined, take away. */
export function ruleText(when: string, more: Readonly<Record<string, unknown>> = {}): string {
  const rule = {
    id: 'acme/one',
    title: 'One',
    family: 'audit',
    severity: 'low',
    confidence: 'high',
    for: 'server',
    when,
    message: 'Found',
    examples: { fires: [{ command: 'a' }], silent: [{ command: 'b' }] },
    ...more,
  };
  const lines = Object.entries(rule).flatMap(([key, value]) => (value === undefined ? [] : `    ${key}: ${JSON.stringify(value)}`));
  return ['custom-rules:', '  -', ...lines, ''].join('\n');
}

export function parseText(text: string): Promise<Config> {
  return parseConfig(new Source('postern.yaml', text), new Set(['owner-missing']));
}

/** What is told of a configuration that is wrong. */
export async function faultsOf(text: string): Promise<string> {
  try {
    await parseText(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return expect.unreachable('the configuration was taken');
}

/** Runs rules over files given by path. */
export async function run(rules: readonly CustomRule[], files: Readonly<Record<string, string>>) {
  const loaded = await Promise.all(
    Object.entries(files).map(([path, text]) => load(new Source(path, text), candidatesFor(path), { explicit: true, tracked: null })),
  );
  const { ownership, governance } = await readEvidence(new Map());
  const workspace = workspaceOf(loaded, ownership, { governance, today: '2026-11-21' });
  const bound = bind(rules, workspace);
  const { findings, notices } = check(workspace, bound.rules);
  return { findings, notices: [...notices, ...bound.notices()], workspace };
}

/** Messages of one rule over one file. */
export async function messagesOf(when: string, more: Readonly<Record<string, unknown>>, path: string, text: string): Promise<string[]> {
  const { customRules } = await parseText(ruleText(when, more));
  return (await run(customRules, { [path]: text })).findings.map(({ message }) => message);
}

/** Every way to a text, number, switch or list below a subject. */
export function waysOf(subject: string, type: keyof typeof TYPES): string[][] {
  return Object.entries(TYPES[type] as Fields).flatMap(([name, [kind]]) => {
    if (kind in TYPES) return waysOf(`${subject}.${name}`, kind as keyof typeof TYPES);
    return ['string', 'bool', 'int', 'list<string>'].includes(kind) ? [`${subject}.${name}`.split('.')] : [];
  });
}
