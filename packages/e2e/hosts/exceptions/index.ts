import type { HostException } from '@stream-token/conformance'
import { BODY_PARSER } from './body-parser.js'
import { BUN } from './bun.js'
import { DENO } from './deno.js'
import { HONO } from './hono.js'
import { KOA_PARSER } from './koa-parser.js'
import { NEXT } from './next.js'
import { NODE_HTTP } from './node-http.js'
import { RUNTIMES } from './runtimes.js'
import { WORKERD } from './workerd.js'

/** The cases in which a host responds itself or changes the request, with the host's response. */
export const EXCEPTIONS: readonly HostException[] = [
  ...NODE_HTTP,
  ...BODY_PARSER,
  ...KOA_PARSER,
  ...HONO,
  ...NEXT,
  ...RUNTIMES,
  ...BUN,
  ...DENO,
  ...WORKERD,
]
