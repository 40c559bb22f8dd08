/** Looks for planted credentials in everything that is shown to it. */
export class LeakWatch {
  private readonly secrets = new Map<string, string>();
  private readonly found = new Set<string>();

  /** @param name - how a finding calls it */
  plant(name: string, secret: string): string {
    this.secrets.set(secret, name);
    return secret;
  }

  look(place: string, text: string): void {
    for (const [secret, name] of this.secrets) {
      if (text.includes(secret)) {
        const at = text.indexOf(secret);
        const around = text.slice(Math.max(0, at - 80), at);
        this.found.add(`${name} in ${place}: ...${around}`);
      }
    }
  }

  get leaks(): readonly string[] {
    return [...this.found];
  }
}
