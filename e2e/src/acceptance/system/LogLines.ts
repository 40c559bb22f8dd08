import { z } from 'zod/v4';

const fields = z.looseObject({
  level: z.string(),
  msg: z.string().optional(),
  /** What Backstage calls `msg`. */
  message: z.unknown().optional(),
  source: z.string().optional(),
  object: z.string().optional(),
  field: z.string().optional(),
  reason: z.string().optional(),
});

const lineSchema = fields.transform(line =>
  line.msg === undefined && typeof line.message === 'string'
    ? { ...line, msg: line.message }
    : line,
);

/** What is no line of a structured log is passed over. */
function lineOf(text: string): LogLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** One line of the connector's log. */
export type LogLine = z.infer<typeof lineSchema>;

/** What to look for: equal where a text is given, matching where a pattern is. */
export type LinePattern = Partial<
  Record<
    'level' | 'msg' | 'source' | 'object' | 'field' | 'reason',
    string | RegExp
  >
>;

function fits(value: string | undefined, wanted: string | RegExp): boolean {
  return typeof wanted === 'string'
    ? value === wanted
    : wanted.test(value ?? '');
}

/** Everything that programs under test have printed. */
export class LogLines {
  private readonly texts: string[] = [];

  /**
   * Takes what one stream prints. Each stream has its own, so that a line is
   * whole where several processes print at the same time.
   */
  adder(): (chunk: Buffer | string) => void {
    const index = this.texts.push('') - 1;
    return chunk => {
      this.texts[index] += chunk.toString();
    };
  }

  /** As printed, every byte of it, one stream after the other. */
  get raw(): string {
    return this.texts.join('\n');
  }

  get lines(): LogLine[] {
    return this.raw
      .split('\n')
      .filter(line => line.startsWith('{') && line.endsWith('}'))
      .flatMap(line => lineOf(line) ?? []);
  }

  matching(pattern: LinePattern): LogLine[] {
    return this.lines.filter(line =>
      Object.entries(pattern).every(([key, wanted]) => {
        const value = z.string().optional().parse(line[key]);
        return fits(value, wanted);
      }),
    );
  }

  /** Throws when no line fits, and then shows the warnings. */
  expect(pattern: LinePattern): LogLine {
    const [line] = this.matching(pattern);
    if (line) return line;
    const wanted = Object.entries(pattern)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ');
    const said = this.lines
      .filter(({ level }) => level !== 'debug' && level !== 'info')
      .slice(-10)
      .map(warning => JSON.stringify(warning).slice(0, 400))
      .join('\n');
    throw new Error(`No log line with ${wanted}; the last warnings:\n${said}`);
  }
}
