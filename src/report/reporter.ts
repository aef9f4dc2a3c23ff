import type { Severity } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Paint } from './paint.ts';

/** What a rule's page says, in the pieces that reports need. Our own words only: nothing scanned is ever in it. */
export interface Page {
  /** One or two sentences. */
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  /** The whole page, and the same without marks. */
  readonly markdown: string;
  readonly text: string;
}

/** By rule id. */
export interface Pages {
  get(id: string): Page | undefined;
  /** What {@link reasonOf} makes of a page, where that is known without reading the page. */
  reason?(id: string): string | undefined;
}

export interface ReportOptions {
  readonly paint: Paint;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** A rule without a page is reported with its title alone. */
  readonly pages: Pages;
  readonly failOn: Severity | 'never';
  /** Nothing collapsed, nothing cut short. */
  readonly verbose: boolean;
  /** Findings alone: no footer, no notices, no background. */
  readonly quiet: boolean;
  /** True where standard error tells of errors, and that there is nothing to look at. */
  readonly told?: boolean;
  /** SARIF: the analysis category, without the closing slash. */
  readonly category?: string;
}

/** Turns a report into the whole text of one output, final line end included. Pure: same report, same bytes. */
export type Reporter = (report: Report, options: ReportOptions) => string;
