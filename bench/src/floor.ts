import { createHmac, timingSafeEqual } from 'node:crypto'
import { secretKeyObject } from './keys.js'

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')

/** Signs with `createHmac` and nothing else: the lowest possible cost of minting. Checks no argument. */
export function signBare(payload: object): string {
  const input = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
  return `${input}.${createHmac('sha256', secretKeyObject).update(input).digest('base64url')}`
}

/** Verifies only the MAC and `exp`, with `createHmac`: the lowest possible cost of validation. */
export function verifyBare(token: string): unknown {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const expected = createHmac('sha256', secretKeyObject).update(token.slice(0, end)).digest()
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
    throw new Error('signature')
  const claims: { readonly exp: number } = JSON.parse(
    Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString(),
  )
  if (!(Date.now() / 1000 < claims.exp)) throw new Error('expired')
  return claims
}
