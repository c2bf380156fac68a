import {
  createTokenProvider,
  memoryRevocationStore,
  type RevocationStore,
  type TokenProvider,
} from '@stream-token/core'

interface Env {
  readonly STREAM_API_KEY: string
  readonly STREAM_API_SECRET: string
}

const memory = memoryRevocationStore()
let slowReads = 0

/** A store whose first read for the user `slow` never resolves. */
const revocations: RevocationStore = {
  ...memory,
  async read(userId) {
    if (userId === 'slow' && slowReads++ === 0) await new Promise(() => {})
    return memory.read(userId)
  },
}

const options = { revocations, maxPending: 2, verifyUserTimeout: 0.5 } as const

let created: TokenProvider | undefined

/** The provider of the isolate: later requests reuse the imported key. The first request sets Stream's URL, if any. */
function providerOf(
  { STREAM_API_KEY: apiKey, STREAM_API_SECRET: apiSecret }: Env,
  baseUrl: string | null,
): TokenProvider {
  const streamApi = baseUrl === null ? false : { baseUrl, retries: 0 }
  created ??= createTokenProvider({ apiKey, apiSecret, streamApi, ...options })
  return created
}

/** Whether Node's globals or modules exist. The module's name is a parameter so that no bundler resolves it. */
async function hasNode(name: string): Promise<boolean> {
  const globals = ['process', 'Buffer', 'require'].filter(global => global in globalThis)
  return globals.length > 0 || import(name).then(Boolean, () => false)
}

/** Hangs for 10 s, longer than the clients wait, if a header asks for it. */
const verifyUser = async (request: Request): Promise<string | null> => {
  if (request.headers.has('x-hang')) await new Promise(resolve => setTimeout(resolve, 10_000))
  return request.headers.get('x-test-user')
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const provider = providerOf(env, searchParams.get('stream'))
    if (pathname === '/has-node') return Response.json(await hasNode('node:crypto'))
    if (pathname === '/slow-reads') return Response.json(slowReads)
    if (pathname === '/log-out') return Response.json(await provider.revokeUserToken('john'))
    return provider.endpoint(verifyUser).fetch(request)
  },
}
