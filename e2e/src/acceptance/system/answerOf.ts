/** An answer of the connector. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks once; a redirect is an answer too. */
export async function answerOf(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  return {
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  };
}
