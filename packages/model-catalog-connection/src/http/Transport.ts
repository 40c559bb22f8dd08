import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TunnelAgent } from './TunnelAgent';

type Send = { url: URL; headers: Record<string, string>; signal: AbortSignal };

function isReset(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ECONNRESET'
  );
}

/**
 * Opens connections, keeps them for the next request, and trusts the
 * authorities in `caFile`. The file is read again before each request, so a
 * rotated authority needs no restart. What HTTPS_PROXY is for goes through it.
 */
export class Transport {
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  private https: HttpsAgent = new TunnelAgent();
  private ca: string | undefined;

  constructor(private readonly caFile: string | undefined) {}

  /** Resolves once the headers are there. */
  async open(send: Send): Promise<IncomingMessage> {
    const agent = await this.agentFor(send.url);
    try {
      return await this.once(send, agent);
    } catch (error) {
      // A kept connection that the server closed just now says nothing of the server.
      if (isReset(error) && !send.signal.aborted) {
        return this.once(send, agent);
      }
      throw error;
    }
  }

  close() {
    this.http.destroy();
    this.https.destroy();
  }

  private once(send: Send, agent: HttpAgent): Promise<IncomingMessage> {
    const { url, headers, signal } = send;
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      request(url, { headers, signal, agent }, resolve)
        .on('error', reject)
        .end();
    });
  }

  private async agentFor(url: URL): Promise<HttpAgent> {
    if (url.protocol !== 'https:') {
      return this.http;
    }
    if (this.caFile) {
      const ca = await readFile(this.caFile, 'utf8').catch(cause => {
        throw new Error(`the caFile cannot be read: ${cause}`, { cause });
      });
      if (ca !== this.ca) {
        this.https.destroy();
        this.https = new TunnelAgent({ ca });
        this.ca = ca;
      }
    }
    return this.https;
  }
}
