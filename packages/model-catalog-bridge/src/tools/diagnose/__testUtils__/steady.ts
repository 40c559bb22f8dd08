const RULES: readonly (readonly [RegExp, string])[] = [
  [/until \d{4}-\d\d-\d\d/g, 'until 2027-11-21'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '2026-11-21T12:00:00Z'],
  [/\S+\/all\/\d+\/\d+\/[0-9a-f]+/g, 'developer-hub-7d9f/all/4026/1/9ac7cb48'],
  [/revision [0-9a-f]{12}/g, 'revision f2cbd7b861d2'],
  // Compressed texts differ by a few bytes with the addresses that are in them.
  [
    /\d{1,2} KiB in all; (\S+) has \d{1,2} KiB of 1024 KiB, \d+ KiB left/g,
    '17 KiB in all; $1 has 12 KiB of 1024 KiB, 1012 KiB left',
  ],
];

/** A diagnosis with addresses, times and names of processes as on any other run. */
export function steady(
  text: string,
  places: Readonly<Record<string, string>>,
): string {
  const longestFirst = Object.entries(places).sort(
    ([one], [other]) => other.length - one.length,
  );
  let result = text;
  for (const [origin, place] of longestFirst) {
    result = result.split(origin).join(place);
  }
  for (const [pattern, replacement] of RULES) {
    result = result.replace(pattern, replacement);
  }
  return result;
}

const STEP = /^ {6}→ /;

/** Each line with its next step, where it has one, and how they are compared. */
function findingsOf(table: string) {
  const findings: { text: string; key: string }[] = [];
  for (const line of table.split('\n')) {
    const last = findings[findings.length - 1];
    if (STEP.test(line) && last) {
      last.text += `\n${line}`;
    } else {
      findings.push({ text: line, key: line.replace(/ +/g, ' ') });
    }
  }
  return findings;
}

/** What a diagnosis says besides what another one says: flaws, and the sum at its end. */
export function besides(table: string, other: string): string {
  const known = new Set(findingsOf(other).map(({ key }) => key));
  const kept = findingsOf(table).filter(
    ({ key, text }) => !/^ok {4}/.test(text) && (key === '' || !known.has(key)),
  );
  return kept.map(({ text }) => text).join('\n');
}
