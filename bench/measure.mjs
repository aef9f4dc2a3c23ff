import { spawnSync } from 'node:child_process';

/** The environment without what slows down the start of every Node alike and hides differences. */
export function quietEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _, GITHUB_ACTIONS: __, NODE_OPTIONS: ___, ...rest } = process.env;
  return rest;
}

/** Runs commands in turn, so that a busy machine is busy for all of them. @returns the least milliseconds of each. */
export function fastest(commands, rounds) {
  const least = commands.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { file, args, cwd }] of commands.entries()) {
      const start = process.hrtime.bigint();
      const { error, status } = spawnSync(file, args, { cwd, env: quietEnvironment(), stdio: 'ignore' });
      const taken = Number(process.hrtime.bigint() - start) / 1e6;
      if (error || status > 1) throw error ?? new Error(`${file} ${args.join(' ')} ended with ${status}`);
      least[index] = Math.min(least[index], taken);
    }
  }
  return least;
}
