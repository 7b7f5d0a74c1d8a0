/** Asks the HTTP API. Answers that have not changed are told by their ETag and need no second reading. */

import type { Problem } from './types';

/** The server answered, but not with figures. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? `the server answered ${status}`);
    this.name = 'ApiError';
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface Answer<T> {
  body: T;
  etag: string | null;
}

const TOKEN_KEY = 'dealpulse.token';

/** The token lives as long as the tab and is sent in a header only, never in an address. */
export function storeToken(token: string): void {
  sessionStorage.setItem(TOKEN_KEY, token);
}

/**
 * One GET below `api/v1/`.
 *
 * @param known the last answer to the same address; given back itself if the body is still the same
 * @throws ApiError on an answer that is not 200
 */
export async function get<T>(path: string, signal: AbortSignal, known: Answer<T> | null = null): Promise<Answer<T>> {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const response = await reach(new URL(`api/v1/${path}`, document.baseURI), {
    // The browser sends If-None-Match itself, and turns 304 into the body it has kept.
    cache: 'no-cache',
    signal,
    headers: { Accept: 'application/json', ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
  });
  if (!response.ok) {
    throw new ApiError(response.status, await readProblem(response));
  }
  const etag = response.headers.get('ETag');
  if (known !== null && etag !== null && etag === known.etag) {
    await response.body?.cancel();
    return known;
  }
  return { body: (await response.json()) as T, etag };
}

/** `fetch`, whose failure is put into words: browsers have each their own, and none says whose fault it is. */
async function reach(address: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    throw error instanceof TypeError ? new Error('the server does not answer', { cause: error }) : error;
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type') ?? '';
  if (!/[/+]json\b/.test(type)) {
    return { status: response.status, title: response.statusText };
  }
  try {
    return (await response.json()) as Problem;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { status: response.status, title: response.statusText };
    }
    throw error;
  }
}

/** A path with its query; what is null is left out. */
export function pathOf(path: string, parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
