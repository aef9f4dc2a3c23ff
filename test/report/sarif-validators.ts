import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const modules = new URL('../../node_modules/', import.meta.url);
const folder = new URL(`@microsoft/sarif-multitool-${process.platform}/`, modules);
const binary = new URL(process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool', folder);
const policy = new URL('sarif.policy.xml', import.meta.url);

/** Whether Multitool is installed for this machine; it is not for every one. */
export const hasMultitool = existsSync(binary);

let schema: ReturnType<Ajv2020['compile']> | undefined;

/** Problems that the SARIF 2.1.0 schema finds, formats of addresses and dates included. */
export function schemaProblems(log: unknown): string[] {
  schema ??= compile();
  schema(log);
  return (schema.errors ?? []).map(error => `${error.instancePath} ${error.message}`);
}

function compile() {
  const text = readFileSync(new URL('sarif-2.1.0.json', folder), 'utf8').replace(/^\uFEFF/, '');
  // RFC 3986: the characters that an address may hold, and whether it needs a scheme.
  const reference = /^(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
  const formats = {
    uri: (value: string) => reference.test(value) && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value),
    'uri-reference': (value: string) => reference.test(value),
    uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
  };
  return new Ajv2020({ strict: false, allErrors: true, formats }).compile(JSON.parse(text) as object);
}

/** Errors and warnings of Microsoft's Multitool with GitHub's rules, by the name of the file that they are about. */
export function multitoolProblems(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const at = mkdtempSync(join(tmpdir(), 'postern-sarif-'));
  try {
    const problems: Record<string, string[]> = {};
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(at, name), text);
      problems[name] = [];
    }
    const out = join(at, 'out.log');
    const options = ['--config', fileURLToPath(policy), '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--output', out];
    const run = spawnSync(fileURLToPath(binary), ['validate', ...Object.keys(files), ...options, '--log', 'ForceOverwrite'], {
      cwd: at,
      encoding: 'utf8',
    });
    if (!existsSync(out)) throw new Error('Multitool wrote no report: ' + run.stdout + run.stderr);
    // Its exit code says nothing about what it found, and its report begins with a byte order mark.
    const [result] = (JSON.parse(readFileSync(out, 'utf8').replace(/^\uFEFF/, '')) as Log).runs;
    for (const { ruleId, level, locations, message } of result?.results ?? []) {
      const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      const name = Object.keys(files).find(name => uri.endsWith(name)) ?? '?';
      (problems[name] ??= []).push(`${level ?? 'warning'} ${ruleId} ${JSON.stringify(message?.arguments ?? [])}`);
    }
    if (result?.invocations?.[0]?.executionSuccessful !== true) throw new Error('Multitool did not finish: ' + run.stdout + run.stderr);
    return problems;
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

interface Log {
  readonly runs: readonly {
    readonly results?: readonly {
      readonly ruleId: string;
      readonly level?: string;
      readonly message?: { readonly arguments?: readonly string[] };
      readonly locations?: readonly { readonly physicalLocation?: { readonly artifactLocation?: { readonly uri?: string } } }[];
    }[];
    readonly invocations?: readonly { readonly executionSuccessful?: boolean }[];
  }[];
}
