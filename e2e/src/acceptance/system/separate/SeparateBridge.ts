import type { Answer } from '../answerOf';
import { Bridge, type OneProcess } from '../Bridge';
import { NO_POD, type Route } from './Route';

/** The bridge in a pod of its own: reached by its Route, by those with the token. */
export class SeparateBridge extends Bridge {
  constructor(
    setup: OneProcess,
    readonly route: Route,
    private readonly token: string,
  ) {
    super({ ...setup, host: '0.0.0.0' });
  }

  override get url(): string {
    return this.route.url;
  }

  /** With the token; further headers as a plugin sends them. */
  override async get(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const authorization = `Bearer ${this.token}`;
    const own = { authorization, ...headers };
    const answer = await this.route.ask(path, own);
    if (answer.text === NO_POD) throw new Error(`${path}: no pod answers`);
    return answer;
  }

  /** As somebody else, or as nobody. */
  async as(authorization: string | undefined, path: string): Promise<Answer> {
    return await this.route.ask(path, authorization ? { authorization } : {});
  }
}
