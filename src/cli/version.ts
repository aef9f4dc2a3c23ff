import { readFileSync } from 'node:fs';

/** Of this package; the build puts in what stands in the manifest. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
