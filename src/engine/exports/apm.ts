import { entry, get, toJS } from '../../core/node.ts';
import { Source } from '../../core/source.ts';
import { insert, replace, type Value } from '../../syntax/edit.ts';
import { parse } from '../../syntax/index.ts';
import { InputError } from '../repository.ts';
import type { Context, Exported } from './index.ts';

/** `mcp.allow` and `mcp.deny` of Microsoft APM's policy (https://microsoft.github.io/apm/reference/policy-schema/): globs on names. */
export async function apmPolicy({ path, before, approved }: Context): Promise<Exported> {
  const namesOf = (verdict: 'allow' | 'deny') =>
    [
      ...new Set(approved.filter(one => one.verdict === verdict).flatMap(({ record, names }) => record.data.match.registry ?? names)),
    ].toSorted();
  const allow = namesOf('allow');
  const deny = namesOf('deny').filter(name => !allow.includes(name));
  const left = approved
    .filter(({ verdict, names, record }) => verdict === 'allow' && names.length === 0 && record.data.match.registry === undefined)
    .map(({ record }) => ({
      id: record.data.id,
      reason: 'APM knows servers by name only, and the entry has neither `registry` nor `config_names`',
    }));
  if (allow.length === 0) return { text: before?.text ?? '', left, hints: ['There is nothing to allow.'] };
  const hints = [
    'APM reads it from the `.github` repository of the organisation, or where --policy points; it compares names alone, which any server can take.',
  ];
  if (!before) return { text: fresh(allow, deny), left, hints };
  let text = before.text;
  for (const [key, value] of [
    ['allow', allow],
    ['deny', deny],
  ] as const)
    if (key === 'allow' || value.length > 0 || /^[ \t]*deny:/m.test(text)) text = await withList(path, text, key, value);
  return { text, left, hints };
}

const list = (names: readonly string[]) =>
  names.length === 0 ? ' []' : '\n' + names.map(name => `    - ${JSON.stringify(name)}`).join('\n');

function fresh(allow: readonly string[], deny: readonly string[]): string {
  return `# From mcp-governance.yaml, by \`postern generate apm\`.\nenforcement: warn # block, once nothing is left to warn about\nmcp:\n  allow:${list(allow)}\n  deny:${list(deny)}\n`;
}

async function withList(path: string, text: string, key: string, value: Value): Promise<string> {
  const [document] = await parse(new Source(path, text), 'yaml');
  const root = document?.root;
  if (!document || root?.kind !== 'map' || document.problems.some(({ level }) => level === 'error'))
    throw new InputError(`${path} cannot be read as YAML and was left alone.`);
  const mcp = get(root, 'mcp');
  const held = entry(mcp, key);
  if (held && JSON.stringify(toJS(held.value)) === JSON.stringify(value)) return text;
  const edits = held
    ? replace(document, held.value, value)
    : mcp?.kind === 'map'
      ? insert(document, mcp, key, value)
      : entry(root, 'mcp')
        ? []
        : insert(document, root, 'mcp', { [key]: value });
  if (edits.length === 0) throw new InputError(`${path} has no safe place for \`mcp.${key}\` and was left alone.`);
  for (const { span, text: piece } of edits.toSorted((a, b) => b.span.start - a.span.start))
    text = text.slice(0, span.start) + piece + text.slice(span.end);
  return text;
}
