import { createHmac } from 'node:crypto'

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')

/** Returns the payload of a token as Stream's SDKs sign it; undefined if the token is not valid. */
export function readToken(token: string, secret: string): string | undefined {
  const [header, payload = '', signature] = token.split('.')
  const mac = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
  return header === HEADER && signature === mac ? Buffer.from(payload, 'base64url').toString() : undefined
}
