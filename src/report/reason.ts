import type { Page } from './reporter.ts';

/** Why a rule is there, in one sentence. */
export function reasonOf(page: Pick<Page, 'summary' | 'why'>): string {
  return /^.{1,300}?[.](?=\s|$)/.exec(firstParagraph(page.why))?.[0] ?? firstParagraph(page.summary);
}

/** In one line. */
export function firstParagraph(text: string): string {
  return (text.trim().split(/\n[ \t]*\n/, 1)[0] ?? '').replace(/\s+/g, ' ');
}
