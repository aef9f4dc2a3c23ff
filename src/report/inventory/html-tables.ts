import type { CarriedCredential, Inventory, Service } from '../../core/inventory.ts';
import { html as text } from '../sanitise.ts';
import { count, credentialsOf, dayWords, dueDays, isExposed, policyGroups, unread } from './words.ts';

export function credentials(inventory: Inventory): string {
  if (inventory.credentials.length === 0) return '';
  const users = new Map<string, Service[]>();
  for (const service of inventory.services) {
    for (const { id } of credentialsOf(service, inventory)) {
      const list = users.get(id);
      if (list) list.push(service);
      else users.set(id, [service]);
    }
  }
  const rows = inventory.credentials.map(one => {
    const where = one.places.map(({ file, line }) => `<li><code>${text(`${file}:${line}`, 400)}</code></li>`);
    const more =
      where.length > 3
        ? `<details><summary>${where.length - 3} more</summary><ul class="small">${where.slice(3).join('')}</ul></details>`
        : '';
    return (
      `<tr id="${one.id}"><th scope="row">${label(one)}</th><td>${text(kindOfCredential(one))}</td>` +
      `<td>${items((users.get(one.id) ?? []).map(({ id, name }) => `<a href="#${id}">${text(name, 200)}</a>`))}</td>` +
      `<td class="small"><ul>${where.slice(0, 3).join('')}</ul>${more}</td></tr>`
    );
  });
  return table('credentials', 'Credentials', ['Credential', 'Kind', 'Used by', 'Where'], rows);
}

function label(one: CarriedCredential): string {
  const name = text(one.name, 200);
  const mask = one.literal && one.literal.redacted.length > 1 ? ` <code>${text(one.literal.redacted)}</code>` : '';
  // A reference is called by its own name already.
  const keys = one.literal && one.keys.length > 0 ? `<br><span class="mute small">in ${text(one.keys.join(', '), 300)}</span>` : '';
  return name + mask + keys;
}

function kindOfCredential(one: CarriedCredential): string {
  const { type, literal } = one;
  if (literal)
    return isExposed(one) ? `in the file itself (${literal.class}, confidence ${literal.confidence})` : `in the file, ${literal.class}`;
  return TYPES[type] ?? type;
}
const TYPES: Readonly<Record<string, string>> = {
  env: 'variable of the environment',
  input: 'asked for by the client',
  vault: 'address in a secret store',
  launcher: 'filled in by a program',
  'env-file': 'file of variables',
  file: 'file',
  command: 'output of a command',
  expression: 'filled in by an expression',
  placeholder: 'place to be filled in',
};

export function policies(inventory: Inventory): string {
  const rows = policyGroups(inventory.policies).map(
    ({ client, words, file, line }) =>
      `<tr><th scope="row">${text(client)}</th><td>${text(words, 400)}</td><td class="small"><code>${text(`${file}:${line}`, 400)}</code></td></tr>`,
  );
  return rows.length === 0 ? '' : table('policies', 'Switches for all or named servers', ['Client', 'What it does', 'Where'], rows);
}

/** Only where there is something to be on time with. */
export function overdue(inventory: Inventory): string {
  const rows = inventory.overdue.map(
    ({ severity, message, file, line, server }) =>
      `<tr><td><span class="sev ${severity}">${severity}</span></td><td>${text(message, 900)}</td><td>${text(server ?? '', 200)}</td>` +
      `<td class="small"><code>${text(`${file}:${line}`, 400)}</code></td></tr>`,
  );
  return rows.length === 0 ? '' : table('overdue', 'Overdue', ['Severity', 'What', 'Server', 'Where'], rows);
}

/** Every day that files lay down, the earliest first. */
export function days(inventory: Inventory): string {
  const rows = dueDays(inventory).map(
    ({ service, due }) =>
      `<tr><td>${due.day}</td><td>${due.state === 'overdue' ? '<span class="sev medium">overdue</span>' : due.state}</td><td>${text(dayWords(due))}</td>` +
      `<td><a href="#${service.id}">${text(service.name, 200)}</a></td><td>${items(service.owners.map(owner => text(owner, 200)))}</td></tr>`,
  );
  return rows.length === 0 ? '' : table('days', 'Days', ['Day', 'State', 'What', 'Server', 'Owner'], rows);
}

export function files(inventory: Inventory): string {
  if (inventory.files.length === 0) return '';
  const blind = unread(inventory);
  const heads = ['File', 'Format', 'State', 'Servers'];
  const all = plainTable('All files', heads, inventory.files.map(fileRow));
  return (
    (blind.length === 0 ? '' : table('unread', 'Files not fully read', heads, blind.map(fileRow))) +
    `<section aria-labelledby="files"><h2 id="files">Files</h2><details><summary>${count(inventory.files.length, 'file')}</summary>${all}</details></section>`
  );
}

function fileRow({ path, format, state, servers, reason }: Inventory['files'][number]): string {
  return `<tr><th scope="row"><code>${text(path, 400)}</code></th><td>${text(format ?? '')}</td><td>${state}${reason ? ` (${text(reason, 300)})` : ''}</td><td>${servers}</td></tr>`;
}

function table(id: string, title: string, heads: readonly string[], rows: readonly string[]): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${plainTable(title, heads, rows)}</section>`;
}

function plainTable(title: string, heads: readonly string[], rows: readonly string[]): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${title}, scrolls"><table><thead><tr>${heads
    .map(head => `<th scope="col">${head}</th>`)
    .join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

/** A list in a cell; '' where there is nothing. */
export function items(list: readonly string[]): string {
  return list.length === 0 ? '' : `<ul>${list.map(one => `<li>${one}</li>`).join('')}</ul>`;
}
