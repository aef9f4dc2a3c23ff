import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium on this machine, or null. */
export const CHROMIUM: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap(folder => NAMES.map(name => join(folder, name)))
    .find(path => existsSync(path)) ?? null;

/**
 * Opens a page, runs a script in it once it is loaded, and gives back what that leaves in the element `#probe`.
 * @param script has `done(value)`, which takes plain data.
 */
export async function probe(page: string, script: string, flags: readonly string[] = []): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-page-'));
  try {
    const file = join(folder, 'page.html');
    const tail = `<script>addEventListener('load',async()=>{
const done=value=>{const p=document.createElement('pre');p.id='probe';p.textContent=JSON.stringify(value);document.body.append(p)};
try{${script}}catch(error){done({error:String(error)})}});</script>`;
    // The page's own policy would refuse the probe; that it lets its own script run is tested without one.
    writeFileSync(
      file,
      page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace('</body>', () => tail + '</body>'),
    );
    const dom = await dump(file, folder, flags);
    const found = /<pre id="probe">(.*?)<\/pre>/s.exec(dom)?.[1];
    if (found === undefined) throw new Error('The page left no answer.');
    return JSON.parse(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page as Chromium has it after its own script has run, under its own policy. */
export async function rendered(page: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-page-'));
  try {
    writeFileSync(join(folder, 'page.html'), page);
    return await dump(join(folder, 'page.html'), folder, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dump(file: string, folder: string, flags: readonly string[]): Promise<string> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--virtual-time-budget=20000',
    ...flags,
    '--dump-dom',
    pathToFileURL(file).href,
  ];
  return new Promise((resolve, reject) => {
    execFile(CHROMIUM!, args, { maxBuffer: 100_000_000, timeout: 60_000 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}
