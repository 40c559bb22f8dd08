import { realFiles } from '@model-catalog/node';
import { judgeToken, readToken } from '../checks/tokens';
import type { Examination } from '../context';
import type { Place } from './places';
import type { Finding } from '../types';

/** Whose the tokens for registries and catalogs are, and what renews them. */
export async function examineRegistryTokens(
  places: readonly Place[],
  { config, environment, redactor, now }: Examination,
): Promise<Finding[]> {
  const given = config.registryToken
    ? [
        {
          id: 'tokens.registries',
          title: 'Token for registries',
          from: 'KFMR_TOKEN',
          renews: false,
          read: async () => config.registryToken,
        },
      ]
    : [];
  const own = places.flatMap(({ name, token }) =>
    token === undefined
      ? []
      : [
          {
            id: `tokens.${name}`,
            title: `Token for ${name}`,
            from: 'file' in token ? token.file : `the variable ${token.env}`,
            renews: 'file' in token,
            read: async () =>
              'file' in token
                ? realFiles.read(token.file)
                : environment[token.env],
          },
        ],
  );
  const checks = await Promise.all(
    [...given, ...own].map(place =>
      readToken({
        ...place,
        read: async () => {
          const token = await place.read();
          redactor.learn(token);
          return token;
        },
      }),
    ),
  );
  return checks.map(check => judgeToken(check, now));
}
