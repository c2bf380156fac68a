import { describe, expect, it } from 'vitest'
import { getStreamAuth, type StreamAuth, setStreamAuth } from '../../src/guard/stream-auth.js'

const USER: StreamAuth = { kind: 'user', userId: 'john', claims: {} }
const OTHERS: readonly StreamAuth[] = [{ kind: 'server', claims: {} }, { kind: 'anonymous' }]

const requestWith = (auth: StreamAuth): object => {
  const request = {}
  setStreamAuth(request, auth)
  return request
}

describe('getStreamAuth', () => {
  it('returns the user token that a guard found', () => {
    expect(getStreamAuth(requestWith(USER))).toBe(USER)
    expect(getStreamAuth(requestWith(USER), { anyKind: true })).toBe(USER)
  })

  it('names both guards if none ran', () => {
    expect(() => getStreamAuth({}, { anyKind: true })).toThrow(
      /requireUserToken\(\) or requireServerToken\(\)/,
    )
  })

  it.each(OTHERS)('returns %j only with anyKind: true', auth => {
    const request = requestWith(auth)
    expect(() => getStreamAuth(request)).toThrow(`(${auth.kind})`)
    expect(() => getStreamAuth(request, { anyKind: false })).toThrow('anyKind: true')
    expect(getStreamAuth(request, { anyKind: true })).toBe(auth)
  })

  it('ignores a property of the request', () => {
    expect(() => getStreamAuth({ streamAuth: USER })).toThrow('No guard ran')
  })
})
