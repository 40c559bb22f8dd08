/** Sends one command to the simulator's control API; fails with what it answers. */
export async function command(
  controlUrl: string,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const response = await fetch(`${controlUrl}/commands/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${name} answered ${response.status}: ${text}`);
  }
}
