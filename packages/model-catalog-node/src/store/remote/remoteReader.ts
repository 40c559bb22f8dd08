import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';
import { fetchJson, type HttpClient } from '../../http';
import { StoreError } from '../types';
import { storeErrorOf } from './errors';
import { type FollowOptions, followRemote } from './follow';
import {
  readView,
  type RecordMaker,
  type RemoteView,
  type Sent,
  type Tagged,
} from './viewReader';
import { BUSY_MS, STORE_PATHS, TextAnswer } from './wire';

export type RemoteReaderOptions<T> = {
  /** Where storage-rest is, without a path. */
  url: string;
  http: HttpClient;
  maker: RecordMaker<T>;
  /** Whether the records' facets are asked for, which needs the write credential. */
  facets: boolean;
  delay?: FollowOptions['delay'];
  random?: FollowOptions['random'];
};

/** What can be read of a store through storage-rest. */
export type RemoteReader<T> = {
  read(signal?: AbortSignal): Promise<RemoteView<T>>;
  blob(digest: string): Promise<string | undefined>;
  follow(signal: AbortSignal, onChange: () => void): Promise<void>;
};

/** A reader that another part of the same client may hand newer views to. */
export type OpenReader<T> = RemoteReader<T> & {
  known(): Tagged<T> | undefined;
  /** Reads an answer and keeps its view. */
  take(lines: AsyncIterable<string>, sent?: Sent<T>): Promise<RemoteView<T>>;
};

/** Silence of this long means that nobody is there any more, milliseconds. */
export const SILENCE_MS = 4 * BUSY_MS;

/**
 * Reads a store through storage-rest: everything the first time, then what
 * changed. Records that did not change stay the same objects.
 */
export function createReader<T>({
  url,
  http,
  maker,
  facets,
  delay,
  random,
}: RemoteReaderOptions<T>): OpenReader<T> {
  let known: Tagged<T> | undefined;

  const take = async (lines: AsyncIterable<string>, sent?: Sent<T>) => {
    try {
      known = await readView(lines, maker, { before: known, sent });
      return known.view;
    } catch (error) {
      throw storeErrorOf(error, url);
    }
  };
  return {
    known: () => known,
    take,
    read: signal => {
      const query = new URLSearchParams({ facets: String(facets) });
      if (known) {
        query.set('since', known.tag);
      }
      return take(
        http.lines({
          url: `${url}${STORE_PATHS.view}?${query}`,
          signal,
          idleTimeoutMs: SILENCE_MS,
        }),
      );
    },
    blob: async digest => {
      let answer: z.infer<typeof TextAnswer>;
      try {
        const query = new URLSearchParams({ digest });
        const target = `${url}${STORE_PATHS.text}?${query}`;
        answer = await fetchJson(http, target, TextAnswer);
      } catch (error) {
        throw storeErrorOf(error, url);
      }
      if (answer.text !== undefined && digestOf(answer.text) !== digest) {
        throw new StoreError(
          `storage-rest at ${url} gave another text than that of digest ${digest}`,
        );
      }
      return answer.text;
    },
    follow: (signal, onChange) =>
      followRemote({
        url,
        http,
        signal,
        delay,
        random,
        onChange,
        isKnown: tag => known?.tag === tag,
      }),
  };
}
