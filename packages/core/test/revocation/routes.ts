import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/options.js'
import { fixedProvider } from '../fixed-provider.js'

export const ORIGIN = 'https://app.example'
export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
export const json = { 'content-type': 'application/json' }

/** The revocation routes of a provider with a memory of its own. */
export function setUp(
  authorizeRevocation?: TokenProviderOptions['authorizeRevocation'],
  options: TokenProviderOptions = {},
) {
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    ...(authorizeRevocation !== undefined && { authorizeRevocation }),
    ...options,
  })
  const { fetch, handle } = provider.endpoint(() => null)
  const send = (method: string, path: string, body?: unknown, headers: HeadersInit = json) =>
    fetch(
      new Request(`${ORIGIN}/stream${path}`, {
        method,
        headers: { ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  return { provider, send, handle }
}

/** The status of a refusal, and why. */
export const told = async (reply: Response): Promise<unknown[]> => [reply.status, (await reply.json()).reason]
