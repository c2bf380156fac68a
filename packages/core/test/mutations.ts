import { signed } from './hostile-recipes.js'
import type { Seeded } from './seeded.js'

const ALGORITHMS = [
  'HS256',
  'HS256 ',
  'hs256',
  'HS384',
  'HS512',
  'none',
  'NONE',
  'RS256',
  '',
  null,
  256,
  ['HS256'],
  {},
]
const TYPES = ['JWT', 'jwt', 'application/jwt', 'at+jwt', 'JOSE', '', null, 1, undefined]
const PARAMETERS = [
  'crit',
  'b64',
  'jku',
  'jwk',
  'x5u',
  'x5c',
  'zip',
  'kid',
  'cty',
  '__proto__',
  'constructor',
]
const CLAIMS = [
  'user_id',
  'server',
  'exp',
  'iat',
  'nbf',
  'role',
  'call_cids',
  '__proto__',
  'toString',
  'then',
  'iss',
]
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .~%\n\0é'

/**
 * Makes one text that is nearly a token: its header or payload changed and signed again, or the written token cut,
 * patched and glued.
 */
export function mutant(random: Seeded, secret: string, now: number): string {
  const { below, pick } = random
  let header = JSON.stringify(below(3) === 0 ? mutantHeader(random) : { alg: 'HS256', typ: 'JWT' })
  let payload = JSON.stringify(mutantClaims(random, now))
  if (below(8) === 0) header = mutantText(random, header)
  if (below(6) === 0) payload = mutantText(random, payload)
  let token = signed(
    header,
    payload,
    below(8) === 0 ? pick(['', 's', `${secret}s`, secret.slice(1)]) : secret,
  )
  for (let left = pick([0, 0, 0, 1, 1, 2, 3]); left > 0; left--) token = mutantToken(random, token)
  return token
}

function mutantHeader(random: Seeded): object {
  const { below, pick } = random
  const header: Record<string, unknown> = {
    alg: below(2) === 0 ? 'HS256' : pick(ALGORITHMS),
    typ: pick(TYPES),
  }
  if (below(2) === 0)
    Object.defineProperty(header, pick(PARAMETERS), { value: value(random, 0), enumerable: true })
  return header
}

function mutantClaims(random: Seeded, now: number): object {
  const { below, pick } = random
  const claims: Record<string, unknown> = { user_id: 'john', iat: now - 60, exp: now + 3600 }
  for (let left = below(4); left > 0; left--) {
    const name = pick(CLAIMS)
    if (below(3) === 0) delete claims[name]
    else
      Object.defineProperty(claims, name, { value: value(random, now), enumerable: true, configurable: true })
  }
  return claims
}

function value(random: Seeded, now: number): unknown {
  const { below, pick, text } = random
  const instants = [now - 1, now, now + 1, now + 0.5, now * 1000, -1, 0, 1e300]
  const plain = [true, false, null, '', 'HS256', '__proto__', 'a b', text(CHARACTERS, below(20))]
  return pick([...instants, ...plain, [], ['a'], {}, { a: [1] }, [['deep', [null]]]])
}

/** Breaks or bends JSON: repeated names, escapes, white space, a mark before it, something behind it. */
function mutantText({ below, pick }: Seeded, json: string): string {
  const at = below(json.length + 1)
  return pick([
    json.replace('{', '{"alg":"HS256",'),
    json.replace('{', '{"user_id":"jane",'),
    json.replace('"user_id"', '"user\\u005fid"'),
    json.replace('{', '{"\\u0065xp":1,'),
    `\ufeff${json}`,
    ` ${json}\t\r\n`,
    `${json}${json}`,
    `[${json}]`,
    json.replaceAll('"', "'"),
    json.slice(0, at),
    `${json.slice(0, at)}\0${json.slice(at)}`,
    json.replace(/:\d+/, ':1e400'),
  ])
}

function mutantToken({ below, pick }: Seeded, token: string): string {
  const at = below(token.length + 1)
  const [header = '', payload = '', signature = ''] = token.split('.')
  const character = pick([...CHARACTERS])
  return pick([
    () => token.slice(0, at) + token.slice(at + 1),
    () => token.slice(0, at) + character + token.slice(at),
    () => token.slice(0, at) + character + token.slice(at + 1),
    () => token.slice(0, at),
    () => token.slice(at),
    () => token + token,
    () => `${token}.`,
    () => `.${token}`,
    () => `${token}=`,
    () => `${payload}.${header}.${signature}`,
    () => `${header}.${payload}.`,
    () => `${header}.${payload}.devtoken`,
    () => `${header}.${payload}.${signature.slice(0, -1)}${pick([...CHARACTERS])}`,
    () => `${header}..${signature}`,
    () => token.replaceAll('-', '+').replaceAll('_', '/'),
    () => `${encodeAgain(header)}.${payload}.${signature}`,
    () => token.toLowerCase(),
    () => `Bearer ${token}`,
  ])()
}

function encodeAgain(part: string): string {
  return Buffer.from(part).toString('base64url')
}
