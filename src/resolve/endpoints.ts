import { consistsOf, indexOfAny, isLetter } from '../core/chars.ts';

/** Begins as an address of the web does, in small letters. */
export function isWebAddress(text: string): boolean {
  return text.startsWith('https://') || text.startsWith('http://');
}

/** Host of an address in lower case, without port and user; null where the text is no address. */
export function hostOf(url: string): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]{0,20}:)?\/\/(?:[^/?#@]{0,300}@)?(\[[0-9a-f:.]{2,50}\]|[^/?#:@]{1,300})/i.exec(url);
  return match ? match[1]!.toLowerCase() : null;
}

/** This computer, under any of its usual names. */
export function isLoopback(url: string): boolean {
  const host = hostOf(url);
  return (
    host !== null &&
    (/^(?:localhost|.{1,100}\.localhost|host\.docker\.internal|0\.0\.0\.0|\[::1?\])$/.test(host) || /^127(?:\.\d{1,3}){3}$/.test(host))
  );
}

/** Host in lower case with its port, and the path; query and fragment left out. */
export function splitUrl(url: string): { host: string; path: string } | null {
  const scheme = url.indexOf('://');
  if (scheme < 2 || scheme > 5 || !consistsOf(url.slice(0, scheme), isLetter)) return null;
  const tail = url.slice(scheme + 3);
  const address = tail.slice(0, endOf(tail, '?#'));
  const authority = address.slice(0, endOf(address, '/'));
  const at = authority.indexOf('@');
  const start = at >= 0 && at <= 200 && at + 1 < authority.length ? at + 1 : 0;
  const host = authority.slice(start, start + 300);
  return host === '' ? null : { host: host.toLowerCase(), path: address.slice(start + host.length) || '/' };
}
function endOf(text: string, stops: string): number {
  const end = indexOfAny(text, stops);
  return end < 0 ? text.length : end;
}
