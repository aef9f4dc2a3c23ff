import type { Finding } from '../core/finding.ts';
import type { ConfigFile, Control, Credential, Server, Workspace } from '../core/model.ts';
import type { Notice } from '../core/report.ts';
import type { AnyRule, Place, Reporter, RulePage } from '../core/rule.ts';
import { launchOf } from '../resolve/launch.ts';
import { spanOf } from '../resolve/words.ts';
import { EvaluationFault } from './custom-rules-cel.ts';
import { placeIn } from './custom-rules-frame.ts';
import type { CustomRule, Template } from './custom-rules-read.ts';
import { type Item, type View, type Views, viewsOf } from './custom-rules-view.ts';

export { type CustomRule } from './custom-rules-read.ts';

/** Steps that one rule may take over one item, and over a whole run. */
const MOST_STEPS = 20_000_000;
const MOST_STEPS_OF_RUN = 1_000_000_000;
const MOST_LISTED = 5;

/** One message, made whole before it is reported. */
type Own = { readonly found: '{text}' };

/** Rules of one's own over one workspace, as rules like any other. */
export interface CustomRules {
  readonly rules: readonly AnyRule[];
  /** What went wrong while they ran, one for each rule; known once they have. */
  notices(): readonly Notice[];
}

/** Binds rules to what was read. Nothing in a scanned file can make one of them fail the run, or take long. */
export function bind(customs: readonly CustomRule[], workspace: Workspace): CustomRules {
  const views = viewsOf(workspace);
  const bound = customs.map(custom => bindOne(custom, views, workspace.today));
  return { rules: bound.map(({ rule }) => rule), notices: () => bound.flatMap(one => one.notice() ?? []) };
}

/** What `rules`, reports and `explain` tell of a rule, without running it. */
export function describe(custom: CustomRule): AnyRule {
  const { id, family, title, severity, confidence, tags } = custom;
  return { id, family, title, severity, confidence, mappings: {}, tags, messages: { found: '{text}' }, page: pageOf(custom) };
}

function bindOne(custom: CustomRule, views: Views, today: string): { rule: AnyRule; notice(): Notice | null } {
  const { subject, when, source } = custom;
  const failures = new Map<string, { count: number; file: string; place: string | null }>();
  let left = MOST_STEPS_OF_RUN;
  const fail = (message: string, file: string, place: string | null): void => {
    const held = failures.get(message);
    if (held) held.count++;
    else failures.set(message, { count: 1, file, place });
  };
  const look = (item: Item, file: string, place: () => Found, reporter: Reporter<Own>): void => {
    const view = views.of(subject, item);
    const steps = when.cost(view);
    if (steps > Math.min(MOST_STEPS, left)) return fail('It would take too long: the lists are too long for its loops.', file, null);
    left -= steps;
    try {
      if (!when.holds(view, today)) return;
    } catch (error) {
      if (!(error instanceof EvaluationFault)) throw error;
      const { line, column } = source.position(placeIn(custom.whenNode, error.span).start);
      return fail(error.message, file, `${source.path}:${line}:${column}`);
    }
    const sentences = [custom.message, ...(custom.hint ? [custom.hint] : [])].map(template => sentence(fill(template, view, today)));
    reporter.report({ ...place(), message: 'found', data: { text: views.clean(sentences.join(' ')) } });
  };
  const rule: AnyRule = {
    ...describe(custom),
    ...(subject === 'server' && {
      server(server: Server, reporter: Reporter<Own>) {
        look(server, server.document.source.path, () => placeOfServer(server, custom.at), reporter);
      },
    }),
    ...(subject === 'control' && {
      control(control: Control, reporter: Reporter<Own>) {
        const { node, path, server, document } = control;
        look(control, document.source.path, () => ({ at: node, source: document.source, path, server }), reporter);
      },
    }),
    ...(subject === 'credential' && {
      credential(credential: Credential, reporter: Reporter<Own>) {
        const { span, source: at, path, server, kind, class: kindClass, secret } = credential;
        look(credential, at.path, () => ({ at: span, source: at, path, server, credential: { kind, class: kindClass, secret } }), reporter);
      },
    }),
    ...(subject === 'file' && {
      file(file: ConfigFile, reporter: Reporter<Own>) {
        const { source: at } = file;
        if (at && file.state !== 'skipped') look(file, file.path, () => ({ at: at.line(1), source: at, path: null }), reporter);
      },
    }),
  };
  return { rule, notice: () => noticeOf(custom, failures) };
}

type Found = Place & { readonly credential?: Finding['credential'] };

function placeOfServer(server: Server, at: CustomRule['at']): Found {
  const base = { source: server.document.source, path: server.path, server };
  const slot = at === 'command' ? server.command : at === 'url' ? server.url : null;
  if (slot) return { ...base, at: slot.node, path: slot.path };
  const spec = at === 'target' ? launchOf(server).spec : null;
  if (spec) return { ...base, at: spanOf(spec), path: spec.slot.path };
  return { ...base, at: server.nameNode ?? server.node };
}

function noticeOf(
  { id, source }: CustomRule,
  failures: ReadonlyMap<string, { count: number; file: string; place: string | null }>,
): Notice | null {
  const [first] = failures;
  if (!first) return null;
  const total = [...failures.values()].reduce((sum, { count }) => sum + count, 0);
  const [message, { file, place }] = first;
  const more = total > 1 ? ` and ${total - 1} more ${total === 2 ? 'place' : 'places'}` : '';
  return {
    level: 'warning',
    message: `The rule ${id} could not be decided for ${file}${more}. ${place === null ? '' : `${place}: `}${message}`,
    file: source.path,
  };
}

/** Fields by their text; what an expression sees is masked already. */
function fill(template: Template, view: View, today: string): string {
  return template.map(part => (typeof part === 'string' ? part : shown(valueAt(part, view, today)))).join('');
}

function valueAt([, ...way]: readonly string[], view: View, today: string): unknown {
  if (way.length === 0) return today;
  let value: unknown = view;
  for (const step of way) value = (value as Readonly<Record<string, unknown>>)[step];
  return value;
}

function shown(value: unknown): string {
  if (!Array.isArray(value)) return oneLine(String(value));
  const rest = value.length - MOST_LISTED;
  return oneLine(value.slice(0, MOST_LISTED).join(', ')) + (rest > 0 ? ` and ${rest} more` : '');
}

/** A scanned text inside of a sentence: short, without line ends and controls. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return plain.length > 200 ? plain.slice(0, 200) + '…' : plain;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : trimmed + '.';
}

function words(template: Template): string {
  return sentence(template.map(part => (typeof part === 'string' ? part : `<${part.join('.')}>`)).join(''));
}

function pageOf({ title, message, hint, source, whenNode, subject }: CustomRule): RulePage {
  const summary = `${title}.`;
  const why = `A rule of this repository's own, from ${source.path}. ${words(message)}`;
  const fix = hint ? words(hint) : '';
  const fence = '```';
  const condition = `${fence}cel\n${whenNode.value.trim()}\n${fence}`;
  const markdown = [
    summary,
    '## Why',
    why,
    `It looks at each ${subject} and speaks where`,
    condition,
    ...(fix ? ['## Fix', fix] : []),
  ].join('\n\n');
  return { summary, why, fix, markdown, text: [summary, why, fix].filter(part => part !== '').join('\n\n') };
}
