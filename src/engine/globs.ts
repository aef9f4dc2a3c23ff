import { compileGlob } from '../core/glob.ts';

/**
 * Compiles what people write after `--include`, `--exclude` and in the configuration: relative to the root, a name
 * without `/` counts in any folder, and a folder stands for all below it.
 * @returns a function from a path to the first pattern that takes it, or null.
 */
export function compilePatterns(patterns: readonly string[]): (path: string) => string | null {
  const compiled = patterns.map(pattern => {
    const plain = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
    const glob = plain.includes('/') || pattern.startsWith('/') ? plain : `**/${plain}`;
    const here = compileGlob(glob);
    const below = compileGlob(`${glob}/**`);
    return { pattern, matches: (path: string) => here(path) || below(path) };
  });
  return path => compiled.find(({ matches }) => matches(path))?.pattern ?? null;
}
