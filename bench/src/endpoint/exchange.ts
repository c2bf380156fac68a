import { sessionCookie } from './session.js'

/** The request that a bench repeats. */
export interface Exchange {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Requests a token as a tutorial's front end does: with a cookie, and a user id in the body that servers ignore. */
export function tokenExchange(path: string): Exchange {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', cookie: sessionCookie },
    body: JSON.stringify({ userId: 'john' }),
  }
}

/** Requests the user's id from a guarded route. */
export function guardedExchange(path: string, token: string): Exchange {
  return { method: 'GET', path, headers: { authorization: `Bearer ${token}` } }
}
