import { StreamClient } from '@stream-io/node-sdk'
import { createTokenProvider } from '@stream-token/core'
import { describe, expect, it } from 'vitest'

const apiSecret = 'e2e-test-secret-of-more-than-32-bytes'
const NOW = 1_800_000_000
const provider = createTokenProvider({ apiKey: 'e2e', apiSecret, streamApi: false, clock: () => NOW * 1000 })
const sdk = new StreamClient('e2e', apiSecret)

const TIMES = { expiresAt: NOW + 600, issuedAt: NOW - 5 }
const [exp, iat] = [TIMES.expiresAt, TIMES.issuedAt]
const JOHN = { user_id: 'john', exp, iat }

describe('a call token', () => {
  it.each([
    ['one call', { callCids: ['default:1'] }, { call_cids: ['default:1'] }],
    [
      'several calls and a role',
      { role: 'host', callCids: ['default:1', 'livestream:a-b_c'] },
      { role: 'host', call_cids: ['default:1', 'livestream:a-b_c'] },
    ],
    [
      'calls and channels',
      { callCids: ['default:1'], channelCids: ['messaging:1'] },
      { call_cids: ['default:1'], channel_cids: ['messaging:1'] },
    ],
    [
      'calls and own claims',
      { callCids: ['default:1'], claims: { team: 'red' } },
      { call_cids: ['default:1'], team: 'red' },
    ],
  ])('of createToken has the bytes of generateCallToken: %s', async (_what, scope, claims) => {
    const token = await provider.createToken('john', { ...TIMES, ...scope })
    const expected = sdk.generateCallToken({ ...JOHN, ...claims })
    expect(token).toBe(expected)
  })

  it('of the endpoint has the bytes of generateCallToken', async () => {
    const { fetch } = provider.endpoint(() => ({
      id: 'john',
      expiresIn: 600,
      role: 'host',
      callCids: ['default:1'],
    }))
    const reply = await fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    const { token } = await reply.json()
    expect(token).toBe(sdk.generateCallToken({ ...JOHN, role: 'host', call_cids: ['default:1'] }))
  })

  it.each([
    [
      'generateCallToken',
      sdk.generateCallToken({ user_id: 'john', role: 'host', call_cids: ['default:1'], exp, iat }),
    ],
    ['createCallToken', sdk.createCallToken({ user_id: 'john', role: 'host' }, ['default:1'], exp, iat)],
    [
      'createToken with call_cids',
      sdk.generateUserToken({ user_id: 'john', call_cids: ['default:1'], role: 'host', exp, iat }),
    ],
  ])('of %s is read, whatever the order of its claims', async (_what, token) => {
    expect(await provider.verifyToken(token)).toMatchObject({
      kind: 'user',
      userId: 'john',
      role: 'host',
      callCids: ['default:1'],
      expiresAt: exp,
      issuedAt: iat,
    })
  })

  it('has the same claims, in other bytes, where Stream in a browser could not read the SDK', async () => {
    const callCids = ['default:a~b']
    const token = await provider.createToken('john', { ...TIMES, callCids })
    const theirs = sdk.generateCallToken({ ...JOHN, call_cids: callCids })
    expect(token).not.toBe(theirs)
    const [ours, read] = [await provider.verifyToken(token), await provider.verifyToken(theirs)]
    expect(ours).toEqual(read)
  })

  it('is a user token: it passes as no server', async () => {
    const token = await provider.createToken('john', { callCids: ['default:1'], role: 'admin' })
    await expect(provider.verifyToken(token, { kind: 'server' })).rejects.toHaveProperty(
      'reason',
      'token_wrong_kind',
    )
  })
})
