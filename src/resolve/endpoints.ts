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
