/**
 * What takes time to make and few runs need: made when it is first asked for, and then held. Where a module of
 * src/generated makes plain data, the build keeps that in a file of its own, which is read only then (scripts/build.mjs).
 */
export function table<T>(make: () => T): () => T {
  let held: T | undefined;
  return () => (held ??= make());
}
