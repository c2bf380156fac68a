import { describe, expect, it } from 'vitest'
import { API_KEY } from '../src/app-settings.js'
import { REFUSED_NAME } from '../src/guest-names.js'
import { streamStandIn } from '../src/stream-stand-in.js'
import { TEST_GUEST, TEST_TOKENS } from '../src/test-tokens.js'

const SERVER = TEST_TOKENS.get('server') ?? ''
const OTHER = TEST_GUEST.replace('0', '1')
const GUEST = { id: TEST_GUEST, role: 'guest' }
const upsert = (user: object, id = TEST_GUEST): object => ({ users: { [id]: user } })

/** The status of a call that differs from a correct one. */
async function statusOf({
  path = `/users?api_key=${API_KEY}`,
  token = SERVER,
  type = 'jwt',
  body = upsert(GUEST),
}: {
  readonly path?: string
  readonly token?: string
  readonly type?: string
  readonly body?: object
}): Promise<number> {
  const headers = { authorization: token, 'stream-auth-type': type }
  const url = (await streamStandIn()) + path
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

describe('streamStandIn', () => {
  it.each([
    ['a guest', upsert(GUEST)],
    ['a guest with a name of the cases', upsert({ ...GUEST, name: 'Ann' })],
  ])('creates %s', async (_what, body) => {
    expect(await statusOf({ body })).toBe(201)
  })

  it.each([
    ['another path', { path: '/app?api_key=conformance-key' }, 404],
    ['another key', { path: '/users?api_key=key' }, 404],
    ['the token of a user', { token: TEST_TOKENS.get('valid') ?? '' }, 401],
    ['a server token with Bearer', { token: `Bearer ${SERVER}` }, 401],
    ['an anonymous call', { type: 'anonymous' }, 401],
    ['no role', { body: upsert({ id: TEST_GUEST }) }, 400],
    ['another role', { body: upsert({ ...GUEST, role: 'user' }) }, 400],
    ['a named user', { body: upsert({ ...GUEST, id: 'john' }, 'john') }, 400],
    ['an id that its key does not name', { body: upsert({ ...GUEST, id: OTHER }) }, 400],
    ['two users', { body: { users: { [TEST_GUEST]: GUEST, [OTHER]: { ...GUEST, id: OTHER } } } }, 400],
    ['nobody', { body: { users: {} } }, 400],
    ['another name', { body: upsert({ ...GUEST, name: 'Bob' }) }, 400],
    ['another member', { body: upsert({ ...GUEST, teams: ['red'] }) }, 400],
    ['the refused name', { body: upsert({ ...GUEST, name: REFUSED_NAME }) }, 403],
  ])('refuses %s', async (_what, call, status) => {
    expect(await statusOf(call)).toBe(status)
  })
})
