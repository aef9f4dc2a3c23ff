/**
 * Marvin32, the checksum in Azure's identifiable keys: the last four bytes are the checksum of the bytes before them under
 * a seed that is public for each service. Source: Microsoft's description of the format.
 */
const SEEDS: Readonly<Record<string, readonly string[]>> = {
  '+ASt': ['Default0'],
  '+ASb': ['Send0000', 'Manage00', 'Listen00', 'System00', 'Unknown0'],
  '+AEh': ['Send0000', 'Manage00', 'Listen00', 'System00', 'Unknown0'],
  '+ARm': ['Send0000', 'Manage00', 'Listen00', 'System00', 'Unknown0'],
  ACDb: ['SysAll00', 'Resour00', 'MastRO00', 'SystRO00', 'Encryp00', 'MastRW00', 'SystRW00'],
  AzCa: ['Access00'],
  AzFu: ['Master00', 'System00', 'Functi00'],
  AzSe: ['Query000', 'PAdmin00'],
  '+ACR': ['ACRDflt0'],
  AIoT: ['IoTHub00', 'DpsKey00', 'Device00'],
  APIM: ['Tenant00', 'IoTHub00', 'Gatewy00', 'GitKey00'],
};

/** Is this an Azure key with a signature (`+ASt`, `AzSe`, …) and a checksum that fits? */
export function marvinKey(key: string): boolean {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length < 8) return false;
  const want = bytes.readUInt32LE(bytes.length - 4);
  const front = bytes.subarray(0, -4);
  for (const [signature, seeds] of Object.entries(SEEDS)) {
    if (key.includes(signature) && seeds.some(seed => marvin32(front, seed) === want)) return true;
  }
  return false;
}

/** Puts a right checksum into a made-up key of that layout. */
export function withMarvin(key: string): string {
  const seed = Object.entries(SEEDS).find(([signature]) => key.includes(signature))?.[1][0];
  if (seed === undefined) return key;
  const bytes = Buffer.from(key, 'base64');
  bytes.writeUInt32LE(marvin32(bytes.subarray(0, -4), seed), bytes.length - 4);
  const text = bytes.toString(/[-_]/.test(key) ? 'base64url' : 'base64');
  return key.endsWith('=') ? text.padEnd(key.length, '=') : text.replace(/=+$/, '');
}

/** The same for the annotated layout (`JQQJ99`), whose checksum stands at character 80 in base 62 or base 64, maybe cut short. */
export function marvinCask(key: string): boolean {
  const bytes = Buffer.alloc(64);
  Buffer.from(key, 'base64').copy(bytes);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(marvin32(bytes.subarray(0, 60), 'Default0'));
  const tail = key.slice(80).replace(/={1,2}$/, '');
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let rest = sum.readUInt32BE(0); rest > 0; rest = Math.floor(rest / 62)) text += digits[rest % 62];
  return sum.toString('base64').startsWith(tail) || text.padEnd(6, '0').startsWith(tail);
}

/** @param seed eight ASCII characters, read as a big-endian number. */
export function marvin32(bytes: Uint8Array, seed: string): number {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = Buffer.from(seed, 'latin1');
  let low = start.readUInt32BE(4);
  let high = start.readUInt32BE(0);
  const mix = (value: number) => {
    low = (low + value) >>> 0;
    high = (high ^ low) >>> 0;
    low = (rotate(low, 20) + high) >>> 0;
    high = (rotate(high, 9) ^ low) >>> 0;
    low = (rotate(low, 27) + high) >>> 0;
    high = rotate(high, 19);
  };
  let at = 0;
  for (; at + 4 <= data.length; at += 4) mix(data.readUInt32LE(at));
  const left = data.length - at;
  let last = (0x80 << (8 * left)) >>> 0;
  for (let byte = 0; byte < left; byte++) last = (last | (data[at + byte]! << (8 * byte))) >>> 0;
  mix(last);
  mix(0);
  return (low ^ high) >>> 0;
}

function rotate(value: number, bits: number): number {
  return ((value << bits) | (value >>> (32 - bits))) >>> 0;
}
