// Calendar days as ISO texts, and ISO 8601 durations. Nothing here looks at the clock.

const DAY = 86_400;

/** An ISO day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const DURATION = /^P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** Seconds of `P90D` or `PT8H`, a year counted as 365 days and a month as 30; null where the text is no duration. */
export function secondsOf(duration: string): number | null {
  const match = DURATION.exec(duration);
  const parts = match?.slice(1).map(part => (part === undefined ? null : Number(part)));
  if (!parts || parts.every(part => part === null) || duration.endsWith('T')) return null;
  const weights = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3600, 60, 1];
  return parts.reduce<number>((sum, part, index) => sum + (part ?? 0) * weights[index]!, 0);
}

/** @param day ISO day. @param days may be negative. @returns ISO day; the calendar's last where the sum lies beyond it. */
export function addDays(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`) + days * DAY * 1000;
  const last = Date.parse('9999-12-31T00:00:00Z');
  return new Date(Math.min(time, last)).toISOString().slice(0, 10);
}

/** The day on which something ends that lasts so long from `day` on; null where the duration is none. */
export function dayAfter(day: string, duration: string): string | null {
  const seconds = secondsOf(duration);
  return seconds === null ? null : addDays(day, Math.floor(seconds / DAY));
}

/** A duration for people: "90 days", "8 hours". */
export function said(duration: string): string {
  const seconds = secondsOf(duration);
  if (seconds === null) return 'an unknown time';
  for (const [unit, size] of [
    ['day', DAY],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    const count = seconds / size;
    if (count >= 1) return `${Number.isInteger(count) ? count : count.toFixed(1)} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${seconds} seconds`;
}
