import type { PassResult } from '@model-catalog/maas';

const REASONS: Readonly<Record<string, string>> = {
  new: 'is made',
  changed: 'is changed',
  drifted: 'was changed by hand, and is set right',
  adopted: 'is taken over',
  hidden: 'is hidden from new subscribers',
  promoted: 'is marked as promoted',
  promotion: 'is made: the gateway gets the new configuration',
  unpublished: 'is deleted',
};

/** What would be written, for people. */
export function previewText(
  { deeds, failures, states }: PassResult,
  reasons: readonly string[],
): string {
  const writes = deeds.map(
    ({ server, kind, name, reason }) =>
      `${kind} ${name} ${REASONS[reason] ?? reason} (${server})`,
  );
  const refused = failures.map(
    ({ kind, name, message }) => `${kind} ${name} would be refused: ${message}`,
  );
  const offerings = [...states].map(
    ([server, { state, message }]) => `${server}: ${state}: ${message}`,
  );
  const lines = [
    ...(writes.length > 0 ? writes : ['Nothing is to be written']),
    ...refused,
    ...offerings,
    ...reasons,
  ];
  return `${lines.join('\n')}\n`;
}
