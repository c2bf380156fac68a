import { routeSuite } from '@stream-token/conformance'
import { afterAll } from 'vitest'
import { EXCEPTIONS } from '../hosts/exceptions/index.js'
import { NEXT_HOSTS, stopNextHosts } from '../hosts/next.js'
import { ROUTE_SAMPLE } from '../hosts/route-sample.js'

afterAll(stopNextHosts)

for (const host of NEXT_HOSTS) routeSuite(host, { exceptions: EXCEPTIONS, ...ROUTE_SAMPLE })
