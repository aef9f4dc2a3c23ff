import { defineRule } from '../../core/rule.ts';
import type { Fix, Severity } from '../../core/finding.ts';
import type { Interpolation, ReferenceForm } from '../../core/format.ts';
import type { Server, Slot, SlotWhere } from '../../core/model.ts';
import { within } from '../../core/node.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { programName } from '../../resolve/words.ts';
import { expandedBy, type Part, parts } from '../../resolve/references.ts';
import { weighedFor } from '../network/shared/weight.ts';
import { isShown } from './shared/names.ts';
import { isUnread } from './shared/unread.ts';

/** Forms that mean a variable of the environment and carry nothing but its name. */
const VARIABLES = new Set<ReferenceForm>(['${NAME}', '$NAME', '${env:NAME}', '{env:NAME}', '$env:NAME', '%NAME%']);
/** What a shell puts in by itself. */
const OF_SHELLS = new Set<ReferenceForm>(['${NAME}', '${NAME:-default}', '$NAME', '%NAME%', '$env:NAME', '$(command)']);
/** Put in by whatever renders the file, or by a plugin's host: no matter of this client's. */
const OF_OTHERS = new Set<ReferenceForm>([
  '{{NAME}}',
  '${{ expression }}',
  '${EXTENSION_VARIABLE}',
  '${user_config.key}',
  'bare COPILOT_MCP_NAME',
  '${file:path}',
  '{file:path}',
]);
const SHELLS = setOf('sh bash zsh dash ksh fish cmd powershell pwsh wsl');
/** A bridge that puts variables of its own into the headers it is given, which its makers advise. */
const BRIDGE = /^(?:.{0,200}[\\/])?mcp-remote(?:@[^\s]{1,60})?$/;
const PLACES: Partial<Record<SlotWhere, string>> = {
  command: 'the command',
  arg: 'arguments',
  env: '`env`',
  header: 'headers',
  url: 'addresses',
  cwd: 'the working folder',
  auth: 'authentication',
};

export default defineRule({
  id: 'reference-not-expanded',
  family: 'config',
  title: 'A reference is written in a form that this client sends as it stands',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-1188'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'], 'nist-csf': ['PR.PS-01'] },
  messages: {
    write: '{client} does not expand `{reference}`: `{server}` gets these very characters as {what}. Write `{right}`.',
    place:
      '{client} expands no reference in {place}: `{server}` gets `{reference}` as it stands. Set the value where {client} does, or let the server read its own environment.',
    form: '{client} does not expand `{reference}`: `{server}` gets these very characters as {what}. Use a form that it knows: {forms}.',
    none: '{client} expands no references at all: `{server}` gets `{reference}` as it stands as {what}. {instead}',
  },
  server(server, { report, workspace }) {
    const { interpolation } = server.format;
    // A workflow's text goes on to a client that expands in its own way.
    if (!interpolation.certain || server.scope === 'registry' || interpolation.id === 'github-actions') return;
    for (const slot of slotsOf(server)) {
      if (slot.node.kind !== 'string' || slot.value.length > 10_000) continue;
      for (const part of parts(slot.value)) {
        if (!isLost(part, slot, server, interpolation)) continue;
        const { node } = slot;
        const right = rightForm(part, interpolation, slot.where);
        const data = {
          client: server.format.name,
          server: server.name,
          reference: shown(part, slot),
          what: slot.key === null ? 'an argument' : `\`${slot.key}\``,
        };
        const span = within(node, part.start, part.end);
        const place = {
          at: span,
          path: slot.path,
          source: server.document.source,
          server,
          severity: weighedFor(server, isForOthers(part, server) || isUnread(server, workspace) ? 'low' : severityOf(slot)),
          confidence: server.format.confidence === 'verified' ? ('high' as const) : ('medium' as const),
        };
        if (right !== null) {
          const fix: Fix = { title: `Write ${right}`, safe: true, edits: [{ source: server.document.source, span, text: right }] };
          report({ ...place, message: 'write', data: { ...data, right }, fix: VARIABLES.has(part.form!) ? fix : null });
        } else if (interpolation.expands.length > 0 && expandsIn(interpolation, slot.where)) {
          const forms = interpolation.expands.slice(0, 3).map(form => `\`${form}\``);
          report({ ...place, message: 'form', data: { ...data, forms: forms.join(', ') } });
        } else if (interpolation.expands.length > 0) {
          const where = PLACES[slot.where] ?? 'this field';
          report({
            ...place,
            message: 'place',
            data: { client: data.client, server: data.server, reference: data.reference, place: where },
          });
        } else report({ ...place, message: 'none', data: { ...data, instead: insteadOf(interpolation, slot) } });
      }
    }
  },
});

function slotsOf({ command, args, env, headers, url, auth }: Server): Slot[] {
  return [...(command ? [command] : []), ...args, ...env, ...headers, ...(url ? [url] : []), ...auth];
}

function isLost(part: Part, { where }: Slot, server: Server, interpolation: Interpolation): boolean {
  if (part.kind !== 'reference' || !part.form || OF_OTHERS.has(part.form)) return false;
  if (expandedBy(part, interpolation, where) !== false) return false;
  // `sh -c 'echo $HOME'`: the shell does it. So does one further down the line (`npx … -- sh -c`).
  const shell = isShell(server.command?.value ?? '') || server.args.some(({ value }) => isShell(value));
  if (shell && where !== 'env' && where !== 'header' && OF_SHELLS.has(part.form)) return false;
  if (part.form === '${NAME}' && where === 'arg' && server.args.some(({ value }) => BRIDGE.test(value.slice(0, 300)))) return false;
  // Lower-case words after a dollar are as often a field name of some query language.
  if (part.form === '$NAME' && !/^[A-Z_][A-Z0-9_]*$/.test(part.name ?? '')) return false;
  return part.form !== '$(command)' || where === 'env' || where === 'header';
}

const isShell = (program: string) => SHELLS.has(programName(program));

const expandsIn = ({ fields }: Interpolation, where: SlotWhere) => fields === 'all' || fields.includes(where);

/** `.mcp.json` is read by the sessions of editors too, which put in what they ask their user for. */
function isForOthers({ form }: Part, { format }: Server): boolean {
  return form === '${input:id}' && format.id === 'claude-code';
}

/** How this client writes the same variable here; null where it has no such form, or another kind of value is meant. */
function rightForm({ form, name, default: fallback }: Part, interpolation: Interpolation, where: SlotWhere): string | null {
  const { write } = interpolation;
  if (!write?.includes('NAME') || !expandsIn(interpolation, where)) return null;
  if (!form || !(VARIABLES.has(form) || ((form === '${NAME:-default}' || form === '${NAME:default}') && fallback))) return null;
  const own = write as ReferenceForm;
  if (!VARIABLES.has(own) || form === own || !/^[A-Za-z_]\w*$/.test(name ?? '') || !isShown(name!)) return null;
  return write.replace('NAME', name!);
}

function insteadOf({ id }: Interpolation, { where }: Slot): string {
  if (id === 'codex' && where === 'env') return 'List the variable in `env_vars` instead.';
  if (id === 'codex' && where === 'header') return 'Name the variable in `env_http_headers` or `bearer_token_env_var` instead.';
  return 'Start the server through a program that sets the variable, or leave it out and let the server read its own environment.';
}

/** A default may hold a credential and is never shown; nor is a name that could be one. */
function shown(part: Part, { value }: Slot): string {
  if (!isShown(part.name ?? '')) return '${…}';
  if (!part.default) return value.slice(part.start, Math.min(part.end, part.start + 80));
  return value.slice(part.start, Math.min(part.default.start, part.start + 80)) + '…' + value.slice(part.default.end, part.end);
}

const TELLING = ['key', 'token', 'secret', 'pass', 'auth', 'credential'];

/** Where people notice the failure they paste the real token next; in a path it is only a path that does not exist. */
function severityOf({ where, key }: Slot): Severity {
  if (where === 'header' || where === 'auth') return 'medium';
  return where === 'env' && key !== null && holdsOneOf(key.toLowerCase(), TELLING) ? 'medium' : 'low';
}
