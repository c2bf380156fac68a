import type { Host } from '@stream-token/conformance'
import { connect } from './connect.js'
import { express4 } from './express4.js'
import { express5 } from './express5.js'
import { hono } from './hono.js'
import { koa2 } from './koa2.js'
import { koa3 } from './koa3.js'
import { nodeHttp } from './node-http.js'

/** The frameworks that the suites run on. To add one, create its file in this folder and list it here. */
export const HOSTS: readonly Host[] = [nodeHttp, express5, express4, connect, koa3, koa2, hono]
