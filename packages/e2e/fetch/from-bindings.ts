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

/** Never answers the first question about a user of the name slow. */
const revocations: RevocationStore = {
  ...memory,
  async read(userId) {
    if (userId === 'slow' && slowReads++ === 0) await new Promise(() => {})
    return memory.read(userId)
  },
}

const options = { revocations, maxPending: 2, verifyUserTimeout: 0.5 } as const

let made: TokenProvider | undefined

/** One for the isolate: a request after the first finds its key imported. The first one tells where Stream is, if anywhere. */
function providerOf(
  { STREAM_API_KEY: apiKey, STREAM_API_SECRET: apiSecret }: Env,
  baseUrl: string | null,
): TokenProvider {
  const streamApi = baseUrl === null ? false : { baseUrl, retries: 0 }
  made ??= createTokenProvider({ apiKey, apiSecret, streamApi, ...options })
  return made
}

/** Whether there is anything of Node; the name of the module is one that no bundler sees. */
async function hasNode(name: string): Promise<boolean> {
  const globals = ['process', 'Buffer', 'require'].filter(global => global in globalThis)
  return globals.length > 0 || import(name).then(Boolean, () => false)
}

/** Hangs where a header says so, longer than a client stays. */
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
