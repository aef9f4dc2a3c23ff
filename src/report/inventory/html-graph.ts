import { SEVERITIES } from '../../core/finding.ts';
import type { Inventory, Service } from '../../core/inventory.ts';
import { clip, columns, html, plain } from '../sanitise.ts';
import { clientsOf, credentialName, credentialsOf, isExposed, weightOf } from './words.ts';

interface Node {
  readonly id: string;
  readonly column: 0 | 1 | 2;
  readonly label: string;
  readonly title: string;
  readonly href: string;
  readonly class: string;
  /** Attributes that the page's script reads. */
  readonly data: string;
}
interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Sizes in pixels of the drawing; the page's script lays out by the same numbers. */
export const GRAPH = { row: 34, height: 26, top: 30, width: 1172, x: [1, 421, 881], w: [230, 310, 290], most: 60 } as const;

/** Clients, servers, and what these carry and touch, as an SVG whose nodes are links into the tables; '' where there is nothing. */
export function graph(inventory: Inventory, clientIds: ReadonlyMap<string, string>): string {
  const { nodes, edges } = collect(inventory, clientIds);
  if (!nodes.some(({ column }) => column === 1)) return '';
  const shown = visible(inventory, edges);
  const drawn = nodes.filter(({ id }) => shown.has(id));
  const y = place(drawn, edges);
  const byId = new Map(nodes.map(node => [node.id, node]));
  const height = GRAPH.top + GRAPH.row * Math.max(...[0, 1, 2].map(column => drawn.filter(node => node.column === column).length)) + 4;
  const paths = edges.map(({ from, to }) => {
    const [a, b] = [byId.get(from)!, byId.get(to)!];
    const marks = b.class.includes('exposed') ? ' class="exposed"' : '';
    const [at, end] = [y.get(from), y.get(to)];
    const line = at === undefined || end === undefined ? ' hidden' : ` d="${curve(a.column, at, end)}"`;
    return `<path data-a="${from}" data-b="${to}"${marks}${line}/>`;
  });
  const boxes = nodes.map(node => {
    const text = fitted(node.label, node.column, node.class.includes('exposed'));
    return (
      `<a href="${html(node.href)}" class="node ${node.class}" data-id="${node.id}" data-column="${node.column}"${node.data} ` +
      `${y.has(node.id) ? `transform="translate(${GRAPH.x[node.column]} ${y.get(node.id)})"` : 'hidden'} aria-label="${html(node.title, 300)}">` +
      `<title>${html(node.title, 300)}</title><rect width="${GRAPH.w[node.column]}" height="${GRAPH.height}" rx="5"/>` +
      `<text x="10" y="17.5">${html(text)}</text></a>`
    );
  });
  const heads = ['Clients', 'Servers', 'Credentials and reach'].map(
    (head, column) => `<text class="head" x="${GRAPH.x[column]}" y="14">${head}</text>`,
  );
  return (
    `<svg viewBox="0 0 ${GRAPH.width} ${height}" width="${GRAPH.width}" height="${height}" role="group" ` +
    `aria-label="Clients, servers, credentials and reach">${heads.join('')}<g class="edges" aria-hidden="true">${paths.join('')}</g>` +
    `${boxes.join('\n')}</svg>`
  );
}

/** The servers with the worst findings, as many as people can look at, and all that hangs on them. */
function visible(inventory: Inventory, edges: readonly Edge[]): Set<string> {
  const worst = inventory.services
    .map(service => ({ id: `n-${service.id}`, weight: weightOf(service) }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, GRAPH.most);
  const servers = new Set(worst.map(({ id }) => id));
  const all = new Set(servers);
  for (const { from, to } of edges) {
    if (servers.has(from)) all.add(to);
    if (servers.has(to)) all.add(from);
  }
  return all;
}

function collect(inventory: Inventory, clientIds: ReadonlyMap<string, string>): { nodes: Node[]; edges: Edge[] } {
  const edges: Edge[] = [];
  const reaches = new Map<string, string>();
  const used = new Set<string>();
  const usedClients = new Set<string>();
  const servers: Node[] = [];
  const first = (service: Service) => inventory.clients.findIndex(({ name }) => name === clientsOf(service)[0]);
  const services = inventory.services
    .map((service, index) => ({ service, index, client: first(service) }))
    .toSorted((a, b) => a.client - b.client || a.index - b.index);
  for (const { service } of services) {
    const worst = SEVERITIES.find(severity => service.findings[severity] > 0);
    servers.push({
      id: `n-${service.id}`,
      column: 1,
      label: service.name,
      title: `Server ${service.name}${service.terms?.tier ? `, ${service.terms.tier} risk` : ''}${worst ? `, worst finding ${worst}` : ''}`,
      href: `#${service.id}`,
      class: `server${worst ? ` ${worst}` : ''}`,
      data: '',
    });
    for (const client of clientsOf(service)) {
      usedClients.add(client);
      edges.push({ from: `n-${clientIds.get(client)}`, to: `n-${service.id}` });
    }
    for (const { id } of credentialsOf(service, inventory)) {
      used.add(id);
      edges.push({ from: `n-${service.id}`, to: `n-${id}` });
    }
    const { dataClass } = service.terms ?? { dataClass: null };
    for (const reach of [...(dataClass === null ? [] : [`${dataClass} data`]), ...(service.known?.reach ?? [])]) {
      if (!reaches.has(reach)) reaches.set(reach, `r${reaches.size + 1}`);
      edges.push({ from: `n-${service.id}`, to: `n-${reaches.get(reach)}` });
    }
  }
  const clients = inventory.clients
    .filter(({ name }) => usedClients.has(name))
    .map((client): Node => {
      const id = clientIds.get(client.name)!;
      const data = ` data-client="${id}"`;
      return { id: `n-${id}`, column: 0, label: client.name, title: `Client ${client.name}`, href: '#servers', class: 'client', data };
    });
  const credentials = inventory.credentials
    .filter(({ id }) => used.has(id))
    .map((one): Node => {
      const exposed = isExposed(one);
      const title = `Credential ${credentialName(one)}${exposed ? ', its value is in the file' : ''}`;
      const label = (exposed ? '! ' : '') + credentialName(one);
      return {
        id: `n-${one.id}`,
        column: 2,
        label,
        title,
        href: `#${one.id}`,
        class: exposed ? 'credential exposed' : 'credential',
        data: '',
      };
    });
  const touched = [...reaches].map(([reach, id]): Node => ({
    id: `n-${id}`,
    column: 2,
    label: reach,
    title: `Reaches ${reach}`,
    href: '#servers',
    class: 'reach',
    data: ` data-reach="${html(reach)}"`,
  }));
  return { nodes: [...clients, ...servers, ...credentials, ...touched], edges };
}

/** Servers one below the other; what they carry at their middle, clients beside the first, pushed apart in that order. */
function place(nodes: readonly Node[], edges: readonly Edge[]): Map<string, number> {
  const y = new Map<string, number>();
  let next = GRAPH.top;
  for (const { id, column } of nodes) {
    if (column !== 1) continue;
    y.set(id, next);
    next += GRAPH.row;
  }
  const height = GRAPH.row * Math.max(...[0, 1, 2].map(column => nodes.filter(node => node.column === column).length));
  const sums = new Map<string, { sum: number; times: number; first: number }>();
  for (const { from, to } of edges) {
    for (const [end, server] of [
      [from, to],
      [to, from],
    ] as const) {
      const at = y.get(server);
      if (at === undefined || y.has(end)) continue;
      const held = sums.get(end) ?? { sum: 0, times: 0, first: at };
      sums.set(end, { sum: held.sum + at, times: held.times + 1, first: Math.min(held.first, at) });
    }
  }
  for (const column of [0, 2]) {
    // Servers stand in the order of their first client: a client belongs at the start of its own.
    const middle = ({ id }: Node): number => {
      const held = sums.get(id);
      return held ? (column === 0 ? held.first : held.sum / held.times) : 0;
    };
    const list = nodes.filter(node => node.column === column).toSorted((a, b) => middle(a) - middle(b));
    const bottom = GRAPH.top + height;
    let free = GRAPH.top;
    for (const [index, node] of list.entries()) {
      // Room for those that are still to come.
      const latest = bottom - (list.length - index) * GRAPH.row;
      const at = Math.round(Math.max(free, Math.min(middle(node), latest)));
      y.set(node.id, at);
      free = at + GRAPH.row;
    }
  }
  return y;
}

/** From the right edge of one column to the left edge of the next. */
function curve(column: number, from: number, to: number): string {
  const left = GRAPH.x[column]! + GRAPH.w[column]!;
  const right = GRAPH.x[column + 1]!;
  const half = (left + right) / 2;
  const [a, b] = [from + GRAPH.height / 2, to + GRAPH.height / 2];
  return `M${left} ${a}C${half} ${a} ${half} ${b} ${right} ${b}`;
}

/** Cut to what a box holds, by the usual widths of letters. */
function fitted(label: string, column: 0 | 1 | 2, bold: boolean): string {
  const safe = plain(label, 400);
  let room = (GRAPH.w[column] - 24) / (bold ? 1.07 : 1);
  let length = 0;
  for (const char of safe) {
    room -= /[A-Z_@%#&]/.test(char) ? 8.9 : 6.8 * columns(char);
    if (room < 0) return clip(safe, Math.max(2, length));
    length += char.length;
  }
  return safe;
}
