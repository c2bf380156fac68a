import { StreamChat } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { seeded } from '../fixture/seeded.js'
import { golden } from '../fixture/vectors.js'

const provider = fixedProvider({ apiSecret: golden.secret, backdate: 0 })
const mintable = golden.cases.filter(({ readOnly, input }) => readOnly === undefined && input.server !== true)

describe('createToken', () => {
  it('has golden tokens to mint', () => {
    expect(golden.cases).toHaveLength(12)
    expect(mintable).toHaveLength(8)
  })

  it.each(mintable)('mints $name byte for byte', async ({ input, noIat, noExp, token }) => {
    const { userId = '', exp, iat, role, callCids } = input
    const minted = await provider.createToken(userId, {
      ...(noExp ? { expiresIn: null } : { expiresAt: exp }),
      issuedAt: noIat ? null : iat,
      role,
      callCids,
    })
    expect(minted).toBe(token)
  })

  it('mints the same tokens as stream-chat for 300 seeded users and times', async () => {
    const { below, text } = seeded(1)
    const theirs = new StreamChat('key', golden.secret)
    for (let round = 0; round < 300; round++) {
      const userId = text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@_-', 1 + below(255))
      const exp = below(2) === 0 ? undefined : NOW + 1 + below(300_000_000)
      // stream-chat leaves out an iat of 0.
      const iat = below(2) === 0 ? undefined : 1 + below(NOW)
      const lifetime = exp === undefined ? { expiresIn: null } : { expiresAt: exp }
      const ours = await provider.createToken(userId, { ...lifetime, issuedAt: iat ?? null })
      expect(ours, JSON.stringify({ userId, exp, iat })).toBe(theirs.createToken(userId, exp, iat))
    }
  })
})

describe('createServerToken', () => {
  it('mints the same token as stream-chat', async () => {
    const server = golden.cases.find(({ input }) => input.server === true)
    expect(await provider.createServerToken()).toBe(server?.token)
  })
})

describe('createDevToken', () => {
  it.each(golden.cases.filter(({ input }) => input.dev))('writes $name byte for byte', ({ input, token }) => {
    expect(fixedProvider({ devTokens: true }).createDevToken?.(input.userId ?? '')).toBe(token)
  })
})

describe('verifyToken', () => {
  it.each(golden.cases)('reads $name', async ({ input, token }) => {
    const reader = fixedProvider({ apiSecret: golden.secret, devTokens: true })
    const read = await reader.verifyToken(token, { kind: input.server ? 'server' : 'user' })
    expect(read).toMatchObject({
      ...(input.server ? { kind: 'server' } : { kind: 'user', userId: input.userId }),
      ...(input.exp !== undefined && { expiresAt: input.exp }),
      ...(input.iat !== undefined && { issuedAt: input.iat }),
      ...(input.role !== undefined && { role: input.role }),
      ...(input.callCids !== undefined && { callCids: input.callCids }),
    })
  })
})
