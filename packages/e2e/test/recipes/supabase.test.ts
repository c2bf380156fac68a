import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { loadRecipe } from './load-recipe.js'
import { stateOf } from './state-of.js'

const key = randomBytes(32)

/** A webhook as the trigger sends it. */
function webhookOf({ signedWith = key, at = Date.now() / 1000 } = {}): Request {
  const body = JSON.stringify({ type: 'session.ended', user_id: '7b8d2f0e-8f43-4c59-9d55-0f5c7a8d1e2f' })
  const timestamp = String(Math.floor(at))
  const mac = createHmac('sha256', signedWith).update(`msg_1.${timestamp}.${body}`).digest('base64')
  return new Request('https://app.example/api/webhooks/supabase', {
    method: 'POST',
    body,
    headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` },
  })
}

/** Starts the recipe. Returns the status of its response, and what became of the user's token. */
async function deliver(webhook: Request, secret = `whsec_${key.toString('base64')}`) {
  vi.stubEnv('SESSION_WEBHOOK_SECRET', secret)
  const { POST, stream } = await loadRecipe('### Supabase', { verifyUser: () => null })
  const token = await stream.createToken('7b8d2f0e-8f43-4c59-9d55-0f5c7a8d1e2f')
  const { status } = await POST(webhook)
  return { status, token: await stateOf(stream, token) }
}

describe('the recipe for Supabase', () => {
  it('D5: revokes the tokens of the user of a session that was deleted', async () => {
    expect(await deliver(webhookOf())).toEqual({ status: 204, token: 'token_revoked' })
  })

  it.each([
    ['that another secret signed', webhookOf({ signedWith: randomBytes(32) })],
    ['that is ten minutes old', webhookOf({ at: Date.now() / 1000 - 600 })],
    [
      'without a signature',
      new Request('https://app.example', { method: 'POST', body: '{"user_id":"john"}' }),
    ],
  ])('refuses a webhook %s', async (_, webhook) => {
    expect(await deliver(webhook)).toEqual({ status: 400, token: 'valid' })
  })

  it('throws if the secret is missing', async () => {
    await expect(deliver(webhookOf(), '')).rejects.toThrow('Secret')
  })
})
