import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../bin/postern.js', import.meta.url));

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Postern as people do: its own process, no terminal. @param input what is piped in. */
export function postern(
  cwd: string,
  args: readonly string[],
  more: { input?: string | Buffer; env?: Record<string, string> } = {},
): Promise<Result> {
  const { GITHUB_ACTIONS: _, FORCE_COLOR: __, NODE_EXTRA_CA_CERTS: ___, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [BIN, ...args],
      { cwd, env: { ...inherited, ...more.env }, maxBuffer: 100_000_000, encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(more.input ?? '');
  });
}
