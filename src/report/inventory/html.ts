import { createHash } from 'node:crypto';
import type { Inventory, SeverityCounts } from '../../core/inventory.ts';
import { html as text } from '../sanitise.ts';
import { GRAPH, graph } from './html-graph.ts';
import { SCRIPT } from './html-script.ts';
import { STYLE } from './html-style.ts';
import { filter, servers } from './html-servers.ts';
import { credentials, days, files, overdue, policies } from './html-tables.ts';
import { dueDays, isExposed, isUnpinned, totals, unread } from './words.ts';

/**
 * One page with everything in it: what is where, as tiles, graph and tables. Loads nothing; its policy allows its own
 * style and script alone, by their digests.
 */
export function html(inventory: Inventory): string {
  const clientIds = new Map(inventory.clients.map(({ name }, index) => [name, `k${index + 1}`]));
  const drawing = graph(inventory, clientIds);
  const many = inventory.services.length > GRAPH.most ? `Drawn: the ${GRAPH.most} with the worst findings. Filter to see others.` : '';
  const sections = [
    filter(inventory, clientIds),
    drawing === ''
      ? ''
      : `<section aria-labelledby="graph-head"><h2 id="graph-head">What reaches what</h2>
<p class="mute">Each box leads to its row below. <a href="#servers">Skip the graph</a>. <span id="drawn">${many}</span></p>
<div class="scroll graph" tabindex="0" role="region" aria-label="Graph, scrolls">${drawing}</div>
<ul class="key"><li><span class="client"></span>client</li><li><span class="server"></span>server, framed by its worst finding</li><li><span class="credential"></span>credential by reference</li><li><span class="credential exposed"></span>credential in the file itself</li><li><span class="reach"></span>what it touches</li></ul></section>`,
    overdue(inventory),
    days(inventory),
    servers(inventory, clientIds),
    credentials(inventory),
    policies(inventory),
    files(inventory),
  ];
  const title = 'MCP connections';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${digest(SCRIPT)}'; style-src '${digest(STYLE)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#servers">Skip to the servers</a>
<div class="wrap">
<header><h1>${title}</h1>${tiles(inventory)}</header>
<main>
${sections.filter(section => section !== '').join('\n')}
</main>
<footer>Made by Postern ${text(inventory.version)} from files alone. Holds no credential, only their names and kinds.</footer>
</div>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function digest(content: string): string {
  return 'sha256-' + createHash('sha256').update(content).digest('base64');
}

function tiles(inventory: Inventory): string {
  const { services } = inventory;
  const places = services.flatMap(service => service.places);
  const total = (severity: keyof SeverityCounts) => services.reduce((sum, { findings }) => sum + findings[severity], 0);
  const list: [number, string, string][] = [
    [services.filter(({ target }) => target.kind === 'url' && target.network === 'public').length, 'remote servers', ''],
    [inventory.credentials.filter(isExposed).length, 'credentials in the files themselves', 'bad'],
    [inventory.credentials.filter(({ type }) => type !== 'literal' && type !== 'placeholder').length, 'credentials by reference', ''],
    [services.filter(({ owners }) => owners.length === 0).length, 'servers without an owner', ''],
    [places.filter(isUnpinned).length, 'entries fetched without a fixed version', ''],
    [places.filter(({ tools }) => tools.approvesAll).length, 'entries that run every tool unasked', 'bad'],
    [total('critical'), 'critical findings', 'worst'],
    [total('high'), 'high findings', 'bad'],
    [inventory.overdue.length, 'overdue', 'bad'],
    [dueDays(inventory).filter(({ due }) => due.state === 'soon').length, 'due within 30 days', ''],
    [unread(inventory).length, 'files not fully read', ''],
  ];
  const shown = list.filter(([number]) => number > 0);
  const warnings = inventory.notices.filter(({ level }) => level !== 'info');
  return (
    `<p class="mute">${totals(inventory)}${inventory.ownersFrom === null ? '' : `; owners from <code>${text(inventory.ownersFrom)}</code>`}</p>` +
    warnings
      .map(({ level, message, file }) => `<p>${level}: ${text(message, 900)}${file ? ` (<code>${text(file)}</code>)` : ''}</p>`)
      .join('') +
    (shown.length === 0
      ? ''
      : `<dl class="tiles">${shown.map(([number, what, tone]) => `<div${tone ? ` class="${tone}"` : ''}><dt>${what}</dt><dd>${number}</dd></div>`).join('')}</dl>`)
  );
}
