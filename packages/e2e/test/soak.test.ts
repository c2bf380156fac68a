import { soakSuite } from '@stream-token/conformance'
import { HOSTS } from '../hosts/index.js'

const requests = process.env.TEST_FULL === undefined ? 1000 : 10_000

for (const host of HOSTS) soakSuite(host, { requests })
