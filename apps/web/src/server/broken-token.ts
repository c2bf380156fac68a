import { createHmac } from 'node:crypto'

/** How a token is broken. */
export type BrokenKind = 'expired' | 'future'

const lifetimes: Readonly<Record<BrokenKind, { iat: number; exp: number }>> = {
  expired: { iat: -7200, exp: -3600 },
  future: { iat: 3600, exp: 3660 },
}

/** Whether an untrusted value names a kind of broken token. */
export function isBrokenKind(value: unknown): value is BrokenKind {
  return value === 'expired' || value === 'future'
}

/**
 * Signs a token that Stream must refuse, with the app's real secret. It does not use `createToken`, which throws for an
 * expiry in the past and for an `iat` in the future.
 */
export function brokenToken(kind: BrokenKind, userId: string, apiSecret: string): string {
  const now = Math.floor(Date.now() / 1000)
  const { iat, exp } = lifetimes[kind]
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ user_id: userId, exp: now + exp, iat: now + iat })}`
  return `${signed}.${createHmac('sha256', apiSecret).update(signed).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
