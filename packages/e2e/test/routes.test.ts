import { routeSuite } from '@stream-token/conformance'
import { EXCEPTIONS } from '../hosts/exceptions/index.js'
import { HOSTS } from '../hosts/index.js'
import { ROUTE_SAMPLE } from '../hosts/route-sample.js'

for (const host of HOSTS) routeSuite(host, { exceptions: EXCEPTIONS, ...ROUTE_SAMPLE })
