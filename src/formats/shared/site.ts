import type { Format, ReadContext } from '../../core/format.ts';
import type { ConfigProblem, Control, Reading, Server, Slot, SlotWhere } from '../../core/model.ts';
import type { Document, Node, Path, StringNode } from '../../core/node.ts';
import type { ControlKey } from './dialect.ts';

export function emptyReading(): Reading {
  return { servers: [], controls: [], problems: [], inputs: [], slots: [] };
}

/** Where a reader stands: enough to build servers, controls and problems that know where they come from. */
export interface Site {
  readonly document: Document;
  readonly format: Format;
  readonly context: ReadContext;
  readonly reading: Reading;
}

export function site(document: Document, format: Format, context: ReadContext): Site {
  return { document, format, context, reading: emptyReading() };
}

export function slot(where: SlotWhere, key: string | null, keyNode: StringNode | null, node: Slot['node'], path: Path): Slot {
  return { where, key, keyNode, node, value: node.kind === 'null' ? '' : String(node.value), path };
}

/** What a control says beyond its place; `servers` for names that stand in other files. */
export type ControlFacts = Pick<Control, 'kind' | 'value'> & Partial<Pick<Control, 'tools' | 'honoured' | 'servers'>>;

/** Adds a control whose meaning is already known. */
export function addControl(at: Site, server: Server | null, key: string, node: Node, path: Path, facts: ControlFacts): void {
  const base = { document: at.document, format: at.format, scope: at.context.scope, server, key, node, path };
  at.reading.controls.push({ ...base, tools: [], honoured: true, ...facts });
}

/** Adds a control where the value turns it on. */
export function control(
  at: Site,
  server: Server | null,
  key: string,
  node: Node,
  path: Path,
  meaning: ControlKey,
  honoured: boolean,
): void {
  const add = (facts: ControlFacts) => addControl(at, server, key, node, path, { honoured, ...facts });
  if (meaning.when === 'list') {
    const tools = strings(node);
    if (meaning.kind === 'allow-servers' || meaning.kind === 'deny-servers') {
      if (tools.length > 0) add({ kind: meaning.kind, value: spoken(tools, 'servers'), servers: tools });
      return;
    }
    const all = tools.includes('*');
    if (all && meaning.kind === 'approve-tools') add({ kind: 'approve-all-tools', value: '"*"', tools: ['*'] });
    else if (node.kind === 'boolean' && node.value === true && meaning.kind === 'approve-tools')
      add({ kind: 'approve-all-tools', value: 'true', tools: ['*'] });
    else if (tools.length > 0) add({ kind: meaning.kind, value: spoken(tools), tools });
  } else if (meaning.when === 'true' || meaning.when === 'false') {
    if (isBoolean(node, meaning.when === 'true')) add({ kind: meaning.kind, value: meaning.when });
  } else if (node.kind === 'string' && meaning.when.includes(node.value)) add({ kind: meaning.kind, value: node.value });
}

/** A list as a person would say it; long texts are counted, never shown. */
export function spoken(items: readonly string[], what = 'tools'): string {
  const [only] = items;
  return items.length === 1 && only !== undefined && only.length <= 60 ? only : `${items.length} ${what}`;
}

/** The non-empty strings of a list, or the one string that stands in its place. */
export function strings(node: Node | undefined): string[] {
  const items = node?.kind === 'seq' ? node.items : node ? [node] : [];
  return items.flatMap(item => (item.kind === 'string' && item.value !== '' ? [item.value] : []));
}

/**
 * Records something that the client would not do as the file wants. The span is the node's, quotes included. What is known of a
 * client at second hand raises nothing at high confidence, and what is only remembered raises nothing. Nor does an example in a
 * page, of which nobody knows for which client it is.
 */
export function problem(
  at: Site,
  kind: ConfigProblem['kind'],
  node: Node,
  path: Path,
  message: string,
  server: Server | null = null,
  more: Partial<Pick<ConfigProblem, 'confidence' | 'replace'>> = {},
): void {
  if (at.format.confidence === 'recalled' || at.document.within === 'fence') return;
  const sure = more.confidence ?? 'high';
  at.reading.problems.push({
    kind,
    message,
    document: at.document,
    format: at.format,
    server,
    span: node.span,
    path,
    confidence: sure === 'high' && at.format.confidence !== 'verified' ? 'medium' : sure,
    ...(more.replace ? { replace: more.replace } : {}),
  });
}

export const isBoolean = (node: Node | undefined, value: boolean): boolean => node?.kind === 'boolean' && node.value === value;

/** What a person calls a node's kind. */
export const word = (node: Node): string =>
  node.kind === 'seq' ? 'list' : node.kind === 'map' ? 'object' : node.kind === 'missing' ? 'missing value' : node.kind;
