/** A text that was looked at, and where it is from. */
export interface Seen {
  readonly where: string;
  readonly text: string;
}

const waysToWrite = (secret: string) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];

/** Which planted credential is where, by what it is for; never the credential itself. */
export function leaksIn(
  planted: Readonly<Record<string, string>>,
  seen: readonly Seen[],
): string[] {
  return Object.entries(planted).flatMap(([name, secret]) =>
    seen
      .filter(({ text }) =>
        waysToWrite(secret).some(written => text.includes(written)),
      )
      .map(({ where }) => `the ${name} token is in ${where}`),
  );
}
