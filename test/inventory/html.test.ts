import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Inventory, Service } from '../../src/core/inventory.ts';
import { html } from '../../src/report/inventory/html.ts';
import { CHROMIUM, probe, rendered } from './browser.ts';
import { FILES } from './governed.ts';
import { hostile, token } from './hostile.ts';
import { fixture, inventory } from './read.ts';

const late = {
  rule: 'review-overdue',
  severity: 'medium',
  message: 'The review is late.',
  server: 'wiki',
  file: 'a.yaml',
  line: 3,
} as const;
/** With findings and something overdue, which the fixture leaves out. */
async function full(): Promise<Inventory> {
  const given = await fixture();
  const services = given.services.map((service, index) => ({
    ...service,
    findings: { critical: index === 3 ? 1 : 0, high: index % 2, medium: 1, low: 2 },
  }));
  return { ...given, services, overdue: [late] };
}

/** An inventory of a large company, made by repeating a small one. */
async function large(times: number): Promise<Inventory> {
  const given = await full();
  const services: Service[] = [];
  for (let index = 0; index < times; index++) {
    const base = given.services[index % given.services.length]!;
    services.push({ ...base, id: `s${index + 1}`, name: `${base.name}-${index}` });
  }
  return { ...given, services };
}

const inputs: [string, () => Promise<Inventory>][] = [
  ['a full page', full],
  ['an empty one', () => inventory({ 'readme.txt': 'x' })],
  ['a hostile one', () => inventory(hostile(token(3)))],
  ['a large one', () => large(120)],
  ['one with a manifest', () => inventory(FILES)],
];

describe.each(inputs)('%s', (_, read) => {
  let page = '';
  let body = '';
  beforeEach(async () => {
    page = html(await read());
    body = page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));
  });

  test('loads nothing', () => {
    expect(page).toMatch(
      /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'/,
    );
    expect(body).not.toMatch(/<(?:link|img|iframe|object|embed|video|audio|source|base|image|use|script|style)\b/);
    expect(body).not.toMatch(/ (?:src|srcset|style|on\w+|formaction|action|background|xlink:href)="/);
    expect(page.slice(0, page.indexOf('<body>'))).not.toMatch(/@import|url\(/);
    for (const [, href] of body.matchAll(/ href="([^"]*)"/g)) expect(href).toMatch(/^#[\w-]+$/);
  });

  test('every id stands once, and every link leads to one', () => {
    const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(match => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of body.matchAll(/ (?:href="#|aria-labelledby=")([\w-]+)"/g)) expect(ids).toContain(target);
  });

  test('has one heading of the first level, a language, landmarks and labels', () => {
    expect(page).toContain('<html lang="en">');
    expect(body.match(/<h1>/g)).toHaveLength(1);
    for (const landmark of ['header', 'main', 'footer']) expect(body.match(new RegExp(`<${landmark}>`, 'g'))).toHaveLength(1);
    const controls = body.match(/<(?:input|select)\b/g)?.length ?? 0;
    expect(body.match(/<label>[^<]+<(?:input|select)\b/g)?.length ?? 0).toBe(controls);
    for (const [, head] of body.matchAll(/<th\b([^>]*)>/g)) expect(head).toContain('scope=');
    for (const [, button] of body.matchAll(/<button[^>]*>([^<]*)/g)) expect(button).not.toBe('');
  });

  test('is well formed', () => {
    const open: string[] = [];
    for (const [, close, name, attributes] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/gi)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!attributes!.endsWith('/') && !['input', 'br', 'meta'].includes(name!)) open.push(name!);
    }
    // Whose end comes after the script.
    expect(open).toEqual(['body']);
  });
});

test('the section of what is overdue is there only where something is', async () => {
  expect(html(await full())).toContain('The review is late.');
  expect(html(await fixture())).not.toContain('Overdue');
});

test('colours hold against what they stand on', () => {
  const style = readFileSync('src/report/inventory/html-style.ts', 'utf8');
  const [light, dark] = [...style.matchAll(/:root\{([^}]*)\}/g)].map(
    match => new Map([...match[1]!.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name!, value!])),
  );
  for (const colours of [light!, new Map([...light!, ...dark!])]) {
    for (const text of ['text', 'mute', 'link', 'critical', 'high', 'medium', 'low']) {
      for (const ground of ['bg', 'soft'])
        expect([text, ground, contrast(colours.get(text)!, colours.get(ground)!) >= 4.5]).toEqual([text, ground, true]);
    }
    for (const ground of ['client', 'server', 'credential', 'reach'])
      expect(contrast(colours.get('text')!, colours.get(ground)!)).toBeGreaterThan(7);
    expect(contrast(colours.get('high')!, colours.get('credential')!)).toBeGreaterThan(4.5);
  }
});

/** WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.slice(1);
  const pairs = digits.length === 3 ? digits.split('').map(digit => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map(pair => {
    const part = parseInt(pair, 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.skipIf(CHROMIUM === null)('in Chromium (skipped where there is none)', () => {
  const source = axe.source.replaceAll('</script', '<\\/script');

  test.each([
    ['light', [] as string[]],
    ['dark', ['--blink-settings=preferredColorScheme=0']],
    ['narrow', ['--window-size=500,900']],
  ])(
    'axe finds nothing, %s',
    async (_, flags) => {
      const script = `${source};document.querySelectorAll('details').forEach(d=>{d.open=true});
const {violations}=await axe.run(document,{resultTypes:['violations']});
done(violations.map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.html.slice(0,120)).join(' | ')))`;
      for (const page of [await full(), await inventory(FILES)]) expect(await probe(html(page), script, flags)).toEqual([]);
    },
    60_000,
  );

  test('the policy lets the page run its own script', async () => {
    const dom = await rendered(html(await full()));
    expect(/<form id="filter"[^>]*>/.exec(dom)?.[0]).not.toContain('hidden');
  }, 60_000);

  test('search and choices narrow table and graph', async () => {
    const script = `
const state=()=>({rows:[...document.querySelectorAll('#rows>tr:not([hidden])>th')].map(th=>th.firstChild.textContent),
  nodes:[...document.querySelectorAll('.node.server:not([hidden]) text')].map(t=>t.textContent),
  clients:[...document.querySelectorAll('.node.client:not([hidden]) text')].map(t=>t.textContent),told:$('told').textContent});
const set=(id,value)=>{$(id).value=value;$(id).dispatchEvent(new Event('input',{bubbles:true}))};
set('search','WIKI cursor');const found=state();
set('search','no such thing');const none={...state(),message:!$('none').hidden};
set('search','');set('show','remote');const remote=state();
set('show','');set('order','worst');const worst=state().rows[0];
$('client').value='k5';$('client').dispatchEvent(new Event('input',{bubbles:true}));const client=state();
document.querySelector('.node.server:not([hidden])').dispatchEvent(new Event('focus'));
done({found,none,remote,worst,client,lit:document.querySelectorAll('.node.on').length})`;
    const result = (await probe(html(await full()), script)) as Record<
      string,
      { rows: string[]; nodes: string[]; clients: string[]; told: string; message?: boolean }
    >;
    expect(result['found']).toEqual({
      rows: ['wiki'],
      nodes: ['wiki'],
      clients: ['Claude Code', 'Codex', 'Cursor'],
      told: '1 of 11 shown.',
    });
    expect(result['none']).toMatchObject({ rows: [], nodes: [], message: true });
    expect(result['remote']!.rows).toEqual(['wiki']);
    expect(result['worst']).toBe((await full()).services[3]!.name);
    expect(result['client']!.rows).toEqual(['tracker']);
    expect(result['lit']).toBeGreaterThan(1);
  }, 60_000);

  test('five hundred servers are there at once, and the graph draws what people can look at', async () => {
    const script = `const begin=performance.now();$('search').value='tracker';apply();const took=performance.now()-begin;
done({ready:performance.getEntriesByType('navigation')[0].domInteractive,took,shown:document.querySelectorAll('#rows>tr:not([hidden])').length,
drawn:document.querySelectorAll('.node.server:not([hidden])').length})`;
    const page = html(await large(500));
    expect(page.length).toBeLessThan(1_500_000);
    expect([...page.matchAll(/class="node server[^>]*transform=/g)]).toHaveLength(60);
    const result = (await probe(page, script)) as { ready: number; took: number; shown: number; drawn: number };
    expect(result.shown).toBe((await large(500)).services.filter(({ name }) => name.startsWith('tracker')).length);
    expect(result.drawn).toBe(result.shown);
    expect(result.took).toBeLessThan(500);
  }, 60_000);
});
