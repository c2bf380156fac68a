import type { Host } from '@stream-token/conformance'
import { express5 } from './express5.js'
import { nodeHttp } from './node-http.js'

/** The frameworks that the suites run on; a new one is a file beside this and an entry here. */
export const HOSTS: readonly Host[] = [nodeHttp, express5]
