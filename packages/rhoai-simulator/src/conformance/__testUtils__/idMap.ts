/** Ids are unique within a space: artifacts count apart from all the others. */
export type IdSpace = 'artifact' | 'other';

/**
 * Which id of the recording is which of ours. Learned from the answers, one to
 * one; an id that was learned must be the same in every later answer.
 */
export class IdMap {
  private readonly toOurs = new Map<string, string>();
  private readonly toTheirs = new Map<string, string>();

  /** @returns whether this pair fits all pairs seen before */
  agree(space: IdSpace, recorded: string, ours: string): boolean {
    const there = `${space} ${recorded}`;
    const here = `${space} ${ours}`;
    if (!this.toOurs.has(there) && !this.toTheirs.has(here)) {
      this.toOurs.set(there, ours);
      this.toTheirs.set(here, recorded);
    }
    return (
      this.toOurs.get(there) === ours && this.toTheirs.get(here) === recorded
    );
  }

  /** Our id for a recorded one; an id that was never answered stays as it is. */
  translate(space: IdSpace, recorded: string): string {
    return this.toOurs.get(`${space} ${recorded}`) ?? recorded;
  }
}

/** The space of the ids that a path, or one of its collections, answers. */
export function spaceOf(path: string): IdSpace {
  const [beforeQuery = ''] = path.split('?');
  return /artifacts?(\/\d+)?$/.test(beforeQuery) ? 'artifact' : 'other';
}

/** Decodes a page token. @returns undefined when it is none */
export function readToken(
  token: string,
): { id: string; value: string } | undefined {
  const text = Buffer.from(token, 'base64').toString('utf8');
  const match = /^(\d+):([\s\S]*)$/.exec(text);
  return match ? { id: match[1] ?? '', value: match[2] ?? '' } : undefined;
}
