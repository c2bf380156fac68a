import { createHmac } from 'node:crypto'
import { API_SECRET } from './app-settings.js'
import { NOW } from './now.js'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function sign(payload: unknown, secret = API_SECRET, alg = 'HS256'): string {
  const input = `${part({ alg, typ: 'JWT' })}.${part(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

const john = { user_id: 'john', exp: NOW + 3600, iat: NOW - 5 }
const valid = sign(john)

/** The id of a guest. */
export const TEST_GUEST: string = `guest-${'0123456789abcdef'.repeat(2)}`

/** Tokens for the placeholders of requests, by name. They are signed here, not by the code under test. */
export const TEST_TOKENS: ReadonlyMap<string, string> = new Map([
  ['valid', valid],
  ['admin', sign({ ...john, user_id: 'admin' })],
  ['server', sign({ server: true })],
  ['timeless', sign({ user_id: 'john' })],
  ['expired', sign({ ...john, exp: NOW - 1 })],
  ['expiring', sign({ ...john, exp: NOW })],
  ['future', sign({ ...john, iat: NOW + 1 })],
  ['early', sign({ ...john, nbf: NOW + 1 })],
  ['foreign', sign(john, 'another-secret-0123456789abcdef0123456789')],
  ['unsigned', valid.slice(0, valid.lastIndexOf('.') + 1)],
  ['none', `${part({ alg: 'none', typ: 'JWT' })}.${part(john)}.`],
  ['dev', `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: 'john' })}.devtoken`],
  ['devServer', `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ server: true })}.devtoken`],
  ['devPadded', `${part({ alg: 'HS256', typ: 'JWT' })}.${btoa('{"user_id":"jo"}')}.devtoken`],
  ['serverUser', sign({ server: true, user_id: 'john' })],
  ['serverText', sign({ server: 'true' })],
  ['guest', sign({ ...john, user_id: TEST_GUEST })],
  ['revoked', sign({ ...john, user_id: 'revoked', iat: NOW - 61 })],
  ['revokedTimeless', sign({ user_id: 'revoked' })],
  ['renewed', sign({ ...john, user_id: 'revoked', iat: NOW - 60 })],
  ['blocked', sign({ ...john, user_id: 'blocked' })],
  ['undone', sign({ ...john, user_id: 'undone' })],
  ['unblocked', sign({ ...john, user_id: 'blocked-until-now' })],
  ['unknowable', sign({ ...john, user_id: 'unknown' })],
  ['nobody', sign({ exp: NOW + 3600 })],
  ['both', sign({ ...john, server: true })],
])
