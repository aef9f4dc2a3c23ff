import { posix } from 'node:path';
import type { ConfigFile } from '../core/model.ts';

/** Takes servers for disabled that another file of their client switches off by name. Changes the servers that were read. */
export function switchOff(files: readonly ConfigFile[]): void {
  let byPath: ReadonlyMap<string, ConfigFile> | undefined;
  for (const { path, reading } of files) {
    for (const { switchesOff, servers, honoured } of reading.controls) {
      if (switchesOff === undefined || !servers || !honoured) continue;
      byPath ??= new Map(files.map(file => [file.path, file]));
      for (const server of byPath.get(posix.join(posix.dirname(path), switchesOff))?.reading.servers ?? []) {
        if (servers.includes(server.name)) Object.assign(server, { enabled: false });
      }
    }
  }
}
