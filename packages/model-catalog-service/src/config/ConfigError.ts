/** Settings that cannot be used; the message has one line for each. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.join('\n')}`);
    this.name = 'ConfigError';
  }
}
