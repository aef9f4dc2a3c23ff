import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isHeavy } from './walk.ts';

/** Where a tree has more, git is the faster one to ask. */
const MOST_FOLDERS = 200;
const MOST_ENTRIES = 4000;
const MOST_FILES = 200;

/**
 * Files below `dir` (absolute) that are `wanted`, whether git knows them or not, but none in folders of tools; relative with `/`.
 * @returns null where git has to be asked: the tree is not small, a folder cannot be read, or it holds another repository.
 */
export function filesOfSmallTree(dir: string, wanted: (path: string) => boolean): string[] | null {
  const found: string[] = [];
  const open = [''];
  let entries = 0;
  for (let at = 0; at < open.length; at++) {
    const folder = open[at]!;
    let list: Dirent[];
    try {
      list = readdirSync(join(dir, folder), { withFileTypes: true });
    } catch {
      return null;
    }
    entries += list.length;
    for (const entry of list) {
      const path = folder + entry.name;
      if (entry.name === '.git') {
        if (folder !== '') return null;
      } else if (!entry.isDirectory()) {
        if (wanted(path)) found.push(path);
      } else if (!isHeavy(entry.name)) open.push(`${path}/`);
    }
    if (open.length > MOST_FOLDERS || entries > MOST_ENTRIES || found.length > MOST_FILES) return null;
  }
  return found;
}
