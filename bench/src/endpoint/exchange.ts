import { sessionCookie } from './session.js'

/** The request that a bench repeats. */
export interface Exchange {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Asks for a token as the front end of a tutorial does: it names a user, whom nobody believes, beside its cookie. */
export function tokenExchange(path: string): Exchange {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', cookie: sessionCookie },
    body: JSON.stringify({ userId: 'john' }),
  }
}

/** Asks a guarded route who one is. */
export function guardedExchange(path: string, token: string): Exchange {
  return { method: 'GET', path, headers: { authorization: `Bearer ${token}` } }
}
