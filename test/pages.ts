// A rule's page, taken apart for `explain`, SARIF help and the examples test.

export interface Page {
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  /** Everything below the title, without the marks of the examples test. */
  readonly markdown: string;
  readonly text: string;
}

const MARK = /^[ \t]*~+ [a-z0-9-]+$/;

export function pageOf(source: string): Page {
  const body = source
    .replace(/^# .*\n+/, '')
    .split('\n')
    .filter(line => !MARK.test(line))
    .join('\n')
    .trim();
  const section = (title: string) => new RegExp(`^## ${title}\\n+([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(body)?.[1]?.trim() ?? '';
  const prose = (text: string) =>
    text
      .replace(/^```[\s\S]*?^```$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  const plain = (text: string) =>
    prose(text)
      .replace(/`([^`]+)`/g, '$1')
      .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  const summary = plain(body.slice(0, body.search(/^## /m)));
  const why = plain(section('Why'));
  const fix = plain(section('Fix'));
  const markdown = body.replace(/^```(\w+) .*$/gm, '```$1').replace(/\{\{([a-z0-9-]+)\}\}/g, '<$1>');
  return { summary, why, fix, markdown, text: [summary, why, fix].filter(Boolean).join('\n\n') };
}

export interface Mark {
  /** 1-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}
export interface ExampleFile {
  readonly path: string;
  readonly text: string;
  readonly marks: readonly Mark[];
}
export interface Example {
  readonly title: string;
  readonly files: readonly ExampleFile[];
}

const FENCE = /^```(\w+) (\S+)(?: case=(\S+))?\n([\s\S]*?)^```$/gm;

/** Fences with a path are examples; those with the same `case=` make one workspace. */
export function examplesOf(source: string, sample: (kind: string) => string): Example[] {
  const cases = new Map<string, ExampleFile[]>();
  for (const match of source.matchAll(FENCE)) {
    const [, , path, group, body] = match;
    const line = source.slice(0, match.index).split('\n').length;
    const key = group ?? `line ${line}`;
    const files = cases.get(key) ?? [];
    files.push(exampleFile(path!, body!, sample));
    cases.set(key, files);
  }
  return [...cases].map(([title, files]) => ({ title, files }));
}

/** `~~~~ rule-id` under a line marks a finding's exact span on it; `{{kind}}` stands for a generated token of that kind. */
function exampleFile(path: string, body: string, sample: (kind: string) => string): ExampleFile {
  const lines: string[] = [];
  const marks: { line: number; start: number; end: number; rule: string }[] = [];
  for (const raw of body.split('\n')) {
    const mark = /^(\s*)(~+) ([a-z0-9-]+)$/.exec(raw);
    if (mark) marks.push({ line: lines.length, start: mark[1]!.length, end: mark[1]!.length + mark[2]!.length, rule: mark[3]! });
    else lines.push(raw);
  }
  const text = lines.map((line, index) => {
    let shift = 0;
    return line.replace(/\{\{([a-z0-9-]+)\}\}/g, (whole, kind: string, found: number) => {
      const at = found + shift;
      const value = sample(kind);
      const grow = value.length - whole.length;
      for (const mark of marks) {
        if (mark.line !== index + 1) continue;
        if (mark.start > at) mark.start += grow;
        if (mark.end > at) mark.end += grow;
      }
      shift += grow;
      return value;
    });
  });
  return { path, text: text.join('\n'), marks };
}
