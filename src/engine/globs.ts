import { compileGlob } from '../core/glob.ts';

/**
 * Compiles what people write after `--include`, `--exclude` and in the configuration: a name without `/` counts in any
 * folder, and a folder stands for all below it.
 * @param prefix what paths lack to be relative to where the patterns stand, with a closing `/`.
 * @returns a function from a path to the first pattern that takes it, or null.
 */
export function compilePatterns(patterns: readonly string[], prefix = ''): (path: string) => string | null {
  const compiled = patterns.map(pattern => {
    const plain = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
    const glob = plain.includes('/') || pattern.startsWith('/') ? plain : `**/${plain}`;
    const here = compileGlob(glob);
    const below = compileGlob(`${glob}/**`);
    return { pattern, matches: (path: string) => here(path) || below(path) };
  });
  return path => compiled.find(({ matches }) => matches(prefix + path))?.pattern ?? null;
}
