import { SEVERITIES } from '../../core/finding.ts';
import type { CarriedCredential, Inventory, Place, Service, SeverityCounts } from '../../core/inventory.ts';
import { html as text } from '../sanitise.ts';
import { items } from './html-tables.ts';
import {
  clientsOf,
  count,
  credentialName,
  credentialsOf,
  dayWords,
  isExposed,
  isUnpinned,
  kindOf,
  ownerWords,
  placeWords,
  reachOf,
  termWords,
  versionOf,
  weightOf,
} from './words.ts';

const CHOICES = [
  ['findings', 'with findings of high severity'],
  ['exposed', 'with a credential in the file'],
  ['approves', 'that run tools unasked'],
  ['loose', 'fetched without a fixed version'],
  ['remote', 'remote'],
  ['unowned', 'without an owner'],
  ['overdue', 'with a day that has passed'],
  ['unregistered', 'that no entry speaks of'],
  ['off', 'switched off'],
] as const;

/** Narrows table and graph alike; shown by the script, since it does nothing without. */
export function filter(inventory: Inventory, clientIds: ReadonlyMap<string, string>): string {
  const { services } = inventory;
  if (services.length === 0) return '';
  const used = new Set(services.flatMap(clientsOf));
  const options = inventory.clients
    .filter(({ name }) => used.has(name))
    .map(({ name }) => `<option value="${clientIds.get(name)}">${text(name)}</option>`);
  const governed = services.some(({ terms }) => terms !== null);
  const flags = new Set(services.flatMap(service => flagsOf(service, inventory)));
  const choices = CHOICES.filter(([flag]) => flags.has(flag) && (flag !== 'unregistered' || governed)).map(
    ([flag, words]) => `<option value="${flag}">${words}</option>`,
  );
  return `<form id="filter" role="search" aria-label="Filter servers" hidden>
<label>Search<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="/"></label>
<label>Client<select id="client"><option value="">all</option>${options.join('')}</select></label>
<label>Show<select id="show"><option value="">all servers</option>${choices.join('')}</select></label>
<label>Order<select id="order"><option value="name">by name</option><option value="worst">worst first</option></select></label>
<button type="reset">Clear</button>
<output id="told" class="mute" aria-live="polite">All ${services.length} shown.</output>
</form>`;
}

const HEADS = ['Server', 'Runs or reaches', 'Credentials', 'Owner', 'Findings', 'Entries'];

/** One row for each service, with its entries folded in. */
export function servers(inventory: Inventory, clientIds: ReadonlyMap<string, string>): string {
  const { services } = inventory;
  if (services.length === 0) {
    return '<section aria-labelledby="servers"><h2 id="servers">Servers</h2><p>No MCP server was found.</p></section>';
  }
  const heads = HEADS.map(head => `<th scope="col" role="columnheader">${head}</th>`).join('');
  return `<section aria-labelledby="servers"><h2 id="servers">Servers</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of servers, scrolls"><table class="servers" role="table"><thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody id="rows" role="rowgroup">
${services.map(service => row(service, inventory, clientIds)).join('\n')}
</tbody></table></div><p id="none" hidden>No server fits.</p></section>`;
}

function row(service: Service, inventory: Inventory, clientIds: ReadonlyMap<string, string>): string {
  const { id, name, target, known, owners, places, findings } = service;
  const carried = credentialsOf(service, inventory);
  const reach = reachOf(service);
  const versions = [...new Set(places.map(place => versionOf(place, target)).filter(version => version !== ''))];
  const clients = clientsOf(service);
  const searchable = [
    name,
    kindOf(target),
    target.name,
    known?.name ?? '',
    reach,
    ...owners,
    ...termWords(service),
    ...(service.terms?.days ?? []).map(dayWords),
    ...clients,
    ...carried.map(credentialName),
    ...places.map(place => `${place.server} ${place.file} ${placeWords(place, service).join(' ')}`),
  ];
  return (
    `<tr role="row" id="${id}" data-clients="${clients.map(client => clientIds.get(client)).join(' ')}" data-flags="${flagsOf(service, inventory).join(' ')}" data-weight="${weightOf(service)}" data-text="${text(searchable.join(' ').toLowerCase(), 4000)}">` +
    `<th scope="row" role="rowheader">${text(name, 300)}${known && known.name.toLowerCase() !== name.toLowerCase() ? `<br><span class="mute small">${text(known.name)}</span>` : ''}</th>` +
    cell(
      'Runs or reaches',
      `<span class="tag">${text(kindOf(target))}</span>${target.name === '' ? '' : ` <code>${text(target.name, 400)}</code>`}` +
        versions.map(version => ` <span class="tag">${text(version, 120)}</span>`).join('') +
        (reach === '' ? '' : `<br><span class="mute small">${text(reach)}</span>`),
    ) +
    cell('Credentials', items(carried.map(credentialLink))) +
    cell('Owner', ownerCell(service)) +
    cell('Findings', severities(findings)) +
    cell('Entries', entries(service), ' class="places"') +
    '</tr>'
  );
}

function ownerCell(service: Service): string {
  const { owners } = service;
  const kind = ownerWords(service);
  const days = (service.terms?.days ?? []).map(due =>
    due.state === 'overdue' ? `<span class="sev medium">${dayWords(due)}</span>` : `<span class="mute small">${dayWords(due)}</span>`,
  );
  return (
    (owners.length > 0 ? items(owners.map(owner => text(owner, 200))) : '<span class="mute">none</span>') +
    (kind === '' ? '' : `<span class="mute small">${kind}</span>`) +
    items([...termWords(service).map(word => `<span class="mute small">${text(word, 300)}</span>`), ...days])
  );
}

function cell(label: string, body: string, extra = ''): string {
  return `<td role="cell" data-label="${label}"${extra}>${body}</td>`;
}

function flagsOf(service: Service, inventory: Inventory): string[] {
  const { places, findings, target, owners } = service;
  const flags: string[] = [];
  if (findings.critical + findings.high > 0) flags.push('findings');
  if (credentialsOf(service, inventory).some(isExposed)) flags.push('exposed');
  if (places.some(({ tools }) => tools.approvesAll || tools.approved.length > 0)) flags.push('approves');
  if (places.some(isUnpinned)) flags.push('loose');
  if (target.kind === 'url' && target.network === 'public') flags.push('remote');
  if (owners.length === 0) flags.push('unowned');
  if (service.terms?.days.some(({ state }) => state === 'overdue')) flags.push('overdue');
  if (service.terms?.registered !== true) flags.push('unregistered');
  if (places.some(({ enabled }) => !enabled)) flags.push('off');
  return flags;
}

function entries(service: Service): string {
  const list = service.places.map(place => `<li>${entry(place, service)}</li>`);
  const label = count(list.length, 'entry', 'entries');
  return `<details><summary>${label}<span class="mute"> in ${text(shortClients(service), 60)}</span></summary><ul class="small">${list.join('')}</ul></details>`;
}

function shortClients(service: Service): string {
  const clients = clientsOf(service);
  return clients.length === 1 ? clients[0]! : count(clients.length, 'client');
}

function entry(place: Place, service: Service): string {
  const { tools } = place;
  const words = placeWords(place, service);
  const lists = [
    ['unasked', tools.approved],
    ['allowed', tools.allowed],
    ['denied', tools.denied],
  ] as const;
  return (
    `${text(place.client)}<br><code>${text(`${place.file}:${place.line}`, 400)}</code>` +
    (words.length > 0 ? `<br>${text(words.join('; '), 600)}` : '') +
    lists.map(([label, names]) => (names.length > 0 ? `<br>${label}: <code>${text(names.join(', '), 600)}</code>` : '')).join('')
  );
}

function credentialLink(one: CarriedCredential): string {
  const name = `<a href="#${one.id}">${text(credentialName(one), 200)}</a>`;
  return isExposed(one) ? `${name} <span class="sev exposed">in the file</span>` : name;
}

function severities(findings: SeverityCounts): string {
  return items(
    SEVERITIES.filter(severity => findings[severity] > 0).map(
      severity => `<span class="sev ${severity}">${findings[severity]} ${severity}</span>`,
    ),
  );
}
