import { createHmac } from 'node:crypto'

/** What is wrong with the token. */
export type Fault = 'expired' | 'future'

const lifetimes: Readonly<Record<Fault, { iat: number; exp: number }>> = {
  expired: { iat: -7200, exp: -3600 },
  future: { iat: 3600, exp: 3660 },
}

/** Tells whether a value of any origin names a fault. */
export function isFault(value: unknown): value is Fault {
  return value === 'expired' || value === 'future'
}

/**
 * Signs, with the app's true secret, a token that Stream must refuse. It is signed by hand because
 * `createToken` makes neither: an instant already past, or an `iat` ahead of now, is an error there.
 */
export function brokenToken(fault: Fault, userId: string, apiSecret: string): string {
  const now = Math.floor(Date.now() / 1000)
  const { iat, exp } = lifetimes[fault]
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ user_id: userId, exp: now + exp, iat: now + iat })}`
  return `${signed}.${createHmac('sha256', apiSecret).update(signed).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
