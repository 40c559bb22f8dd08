/** A command that cannot be done; `next` says what to do instead. */
export class CommandError extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.name = 'CommandError';
    this.next = next;
  }
}
