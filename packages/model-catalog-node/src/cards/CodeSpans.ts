/** Finds the backticks that close a code span. */
export class CodeSpans {
  private readonly runs = new Map<number, number[]>();

  constructor(text: string) {
    for (const run of text.matchAll(/`+/g)) {
      const { length } = run[0];
      const starts = this.runs.get(length) ?? [];
      starts.push(run.index);
      this.runs.set(length, starts);
    }
    for (const starts of this.runs.values()) {
      starts.reverse();
    }
  }

  /** The index behind the span that begins at `at`; asked from left to right. */
  endOf(at: number, length: number): number | undefined {
    const starts = this.runs.get(length) ?? [];
    while (starts.length > 0 && (starts[starts.length - 1] ?? 0) <= at) {
      starts.pop();
    }
    const close = starts[starts.length - 1];
    return close === undefined ? undefined : close + length;
  }
}
