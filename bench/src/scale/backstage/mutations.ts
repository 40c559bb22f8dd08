import type {
  EntityProvider,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';

/** What the process of Backstage tells of each mutation that was applied. */
export type MutationReport = {
  kind: 'mutation';
  at: number;
  type: EntityProviderMutation['type'];
  added: number;
  removed: number;
  /** The entities as text, of small mutations only. */
  text?: string;
};
export type ConnectReport = { kind: 'connected'; at: number };

/** A mutation of so few entities is a change, not an arrival. */
const FEW = 20;

const report = (message: MutationReport | ConnectReport) =>
  process.send?.(message);

function tell(mutation: EntityProviderMutation): void {
  const { type } = mutation;
  const added = type === 'full' ? mutation.entities : mutation.added;
  report({
    kind: 'mutation',
    at: Date.now(),
    type,
    added: added.length,
    removed: type === 'full' ? 0 : mutation.removed.length,
    text: added.length <= FEW ? JSON.stringify(added) : undefined,
  });
}

/** The same provider; when it is connected and each of its mutations are reported to the parent process. */
export function observed(provider: EntityProvider): EntityProvider {
  return {
    getProviderName: () => provider.getProviderName(),
    connect: async connection => {
      report({ kind: 'connected', at: Date.now() });
      await provider.connect({
        refresh: options => connection.refresh(options),
        applyMutation: async mutation => {
          await connection.applyMutation(mutation);
          tell(mutation);
        },
      });
    },
  };
}
